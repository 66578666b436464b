//! `/contests/{contest}`: where a link leads, and what its preview shows.

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
    for contest in [demo.contest.clone(), demo.last_month().await, demo.scheduled().await] {
        let page = demo.stranger().get(&format!("/contests/{contest}")).await.page(200);
        let row = demo.contest_row(&contest).await;
        assert_eq!(preview(&page, "og:title"), row.title);
        assert_eq!(preview(&page, "og:type"), "website");
        assert_eq!(preview(&page, "og:locale"), "vi_VN");
        let description = preview(&page, "og:description");
        assert!(description.contains(&row.unit_name) && description.contains("5 câu hỏi"), "{description}");
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
    assert_eq!(offers(&neighbour, &running).await, [false; 4]);
    assert_eq!(offers(&demo.members[0].token, &over).await, [false, false, false, true]);
    assert_eq!(offers(&demo.host.token, &over).await, [false, false, false, true]);
    assert_eq!(offers(&neighbour, &over).await, [false; 4]);
}
