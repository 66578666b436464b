//! `/contests/{contest}`: where a link leads, and what its preview shows.

use serde_json::json;

use crate::api::demo::Demo;
use crate::harness::Engine;

/// The page's `content` for a property of the preview.
#[track_caller]
fn preview<'a>(page: &'a str, property: &str) -> &'a str {
    let tag = format!("<meta property=\"{property}\" content=\"");
    let (_, rest) = page.split_once(&tag).unwrap_or_else(|| panic!("no {property}"));
    rest.split('"').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_preview_names_the_contest_and_nobody_in_it() {
    let demo = Demo::on(Engine::Sqlite).await;
    let members = demo.roster().await;
    let contests = [(demo.contest.clone(), 5), (demo.last_month().await, 10), (demo.scheduled().await, 5)];
    for (contest, questions) in contests {
        let page = demo.stranger().get(&format!("/contests/{contest}")).await.page(200);
        let row = demo.contest_row(&contest).await;
        assert_eq!(preview(&page, "og:title"), row.title);
        assert_eq!(preview(&page, "og:type"), "website");
        assert_eq!(preview(&page, "og:site_name"), "Khắc Sâu");
        assert_eq!(preview(&page, "og:url"), format!("{}/contests/{contest}", demo.url));
        let image = preview(&page, "og:image").strip_prefix(&demo.url).expect("an absolute address of ours");
        let image = demo.stranger().get(image).await;
        assert_eq!((image.status, image.header("content-type")), (200, "image/png"));
        assert_eq!(image.bytes[16..24], [0, 0, 4, 176, 0, 0, 2, 118], "1200 by 630");
        assert!(page.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"));
        assert!(page.contains(&format!("<title>{} – {}</title>", row.title, row.unit_name)), "{page}");
        for stem in demo.paper(&contest).await {
            assert!(!page.contains(&stem), "{stem}");
        }
        assert_eq!(preview(&page, "og:locale"), "vi_VN");
        let description = preview(&page, "og:description");
        assert!(
            description.contains(&row.unit_name) && description.contains(&format!("{questions} câu hỏi")),
            "{description}"
        );
        for member in &members {
            assert!(!page.contains(&member.name), "{} on a public page", member.name);
        }
        assert!(!page.contains(&row.code), "the code is called out in the hall");
        assert!(page.contains("Cần đăng nhập") && page.contains(&format!("/contests/{contest}/rules")), "{page}");
        for closed in ["/play\"", "/host\"", "/screen\"", "/results\""] {
            assert!(!page.contains(closed), "{closed} is offered to a stranger");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_offered_what_they_may_open() {
    let demo = Demo::on(Engine::Sqlite).await;
    let neighbour = demo.house().auth.sign_in(demo.neighbour().await.id).await.unwrap();
    let running = format!("/contests/{}", demo.contest);
    let over = format!("/contests/{}", demo.last_month().await);
    let offers = async |token: &str, path: &str| {
        let page = demo.browser(token).get(path).await.page(200);
        ["play", "host", "screen", "results"].map(|below| page.contains(&format!("href=\"{path}/{below}\"")))
    };
    assert_eq!(offers(&demo.members[0].token, &running).await, [true, false, false, false]);
    assert_eq!(offers(&demo.host.token, &running).await, [true, true, true, false]);
    assert_eq!(offers(&demo.committee.token, &running).await, [true, false, true, false]);
    assert_eq!(offers(&neighbour, &running).await, [false; 4]);
    assert_eq!(offers(&demo.members[0].token, &over).await, [false, false, false, true]);
    assert_eq!(offers(&demo.host.token, &over).await, [false, false, false, true]);
    assert_eq!(offers(&neighbour, &over).await, [false; 4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_where_the_contest_stands_and_what_to_expect() {
    let demo = Demo::on(Engine::Sqlite).await;
    let contest = demo.scheduled().await;
    let path = format!("/contests/{contest}");
    let page = demo.stranger().get(&path).await.page(200);
    assert!(page.contains("Sắp diễn ra") && page.contains("Phòng chờ mở lúc 10:25, 02/02/2026."), "{page}");
    for line in ["5 câu hỏi, mỗi câu 30 giây", "Điểm tối đa là 10", "khoảng 5 phút", "Gửi câu trả lời"]
    {
        assert!(page.contains(line), "{line}: {page}");
    }
    let running = format!("/contests/{}", demo.contest);
    assert!(demo.stranger().get(&running).await.page(200).contains("Phòng chờ đã mở"));
    demo.play_question(&demo.contest).await;
    assert!(demo.stranger().get(&running).await.page(200).contains("Kỳ thi đang diễn ra"));
    demo.command(&demo.contest, json!({"type": "pause"})).await.done();
    assert!(demo.stranger().get(&running).await.page(200).contains("tạm dừng và sẽ tiếp tục"));
    demo.command(&demo.contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
    assert!(demo.stranger().get(&running).await.page(200).contains("chờ bí thư xác nhận"));
}
