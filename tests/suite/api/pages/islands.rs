//! `/contests/{contest}/play`, `…/host` and `…/screen`.

use crate::api::demo::Demo;
use crate::harness::Engine;

#[tokio::test(flavor = "multi_thread")]
async fn the_phones_page_is_for_those_on_the_roster() {
    let demo = Demo::on(Engine::Sqlite).await;
    let path = format!("/contests/{}/play", demo.contest);
    let page = demo.browser(&demo.members[0].token).get(&path).await.page(200);
    assert!(page.contains("data-seat=\"play\"") && page.contains(&demo.contest), "{page}");
    assert!(demo.stranger().get(&path).await.page(401).contains("Cần đăng nhập"));
    for neighbour in [demo.neighbour().await, demo.neighbouring_secretary().await] {
        let page = demo.as_member(neighbour.id).await.get(&path).await.page(403);
        assert!(page.contains("Không thuộc phạm vi") && page.contains("href=\"/\""), "{page}");
    }
    let supervisor = demo.supervisor().await.get(&path).await.page(403);
    assert!(
        supervisor.contains("Không có tên trong danh sách dự thi"),
        "sees all cells, and plays in none: {supervisor}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_is_for_hosts_and_the_projector_for_the_committee_too() {
    let demo = Demo::on(Engine::Sqlite).await;
    let code = demo.contest_row(&demo.contest).await.code;
    for below in ["host", "screen"] {
        let path = format!("/contests/{}/{below}", demo.contest);
        let page = demo.browser(&demo.host.token).get(&path).await.page(200);
        assert!(page.contains(&format!("data-seat=\"{below}\"")) && page.contains(&code), "{page}");
        assert!(page.contains(&format!("{}/k/{code}", demo.url)), "how to join: {page}");
        demo.supervisor().await.get(&path).await.page(200);
        demo.stranger().get(&path).await.page(401);
        for token in
            [&demo.members[0].token, &demo.house().auth.sign_in(demo.neighbouring_secretary().await.id).await.unwrap()]
        {
            demo.browser(token).get(&path).await.page(403);
        }
    }
    let desk = demo.browser(&demo.host.token).get(&format!("/contests/{}/host", demo.contest)).await.page(200);
    assert!(desk.contains("\"members\":24}]"), "who is expected, by unit: {desk}");
    let committee = demo.browser(&demo.committee.token);
    committee.get(&format!("/contests/{}/host", demo.contest)).await.page(403);
    let screen = committee.get(&format!("/contests/{}/screen", demo.contest)).await.page(200);
    assert!(screen.contains("<svg"), "the QR code: {screen}");
}
