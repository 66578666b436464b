//! What is decided in March takes effect on the first of April: shown until then, taken back, made on its day.

use khacsau::domain::identity::UnitId;
use khacsau::domain::organisation::Ending;
use khacsau::domain::role::{Grant, Role};
use khacsau::domain::time::Millis;

use crate::api::demo::Demo;
use crate::api::visitor::Visitor;
use crate::harness::until;

/// From the demo's noon of 2/2/2026 to noon of 15/3 and of 31/3.
const TO_MARCH: Millis = Millis::seconds(41 * 24 * 60 * 60);
const TO_ITS_END: Millis = Millis::seconds(16 * 24 * 60 * 60);
const A_DAY: Millis = Millis::seconds(24 * 60 * 60);

/// Previews a change of a unit for a day to come, and enters it.
async fn entered(visitor: &Visitor, path: &str, fields: &[(&str, &str)]) -> String {
    let preview = visitor.fill_in(path, fields).await.page(200);
    assert!(preview.contains("tự có hiệu lực vào ngày đó") && preview.contains("Chưa có gì được ghi"), "{preview}");
    let id = preview.split("name=\"ahead\" value=\"").nth(1).expect("an id").split('"').next().unwrap();
    let sent = [fields, &[("ahead", id), ("step", "confirm")]].concat();
    let reply = visitor.fill_in(path, &sent).await;
    // The second click of two enters nothing more.
    let again = visitor.fill_in(path, &sent).await;
    assert_eq!(again.see_other(), reply.see_other());
    assert!(reply.see_other().ends_with("?done=planned"));
    reply.see_other().to_owned()
}

/// Where the one thing that is to come on this page is taken back.
fn taken_back_at(page: &str) -> String {
    let forms: Vec<&str> = page.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut found = forms.into_iter().filter(|action| action.contains("/coming/"));
    let first = found.next().unwrap_or_else(|| panic!("nothing to take back: {page}")).to_owned();
    assert_eq!(found.next(), None, "{page}");
    first
}

async fn name_of(demo: &Demo, unit: UnitId) -> String {
    demo.house().store.unit(unit).await.unwrap().unwrap().name
}

on_both_engines! {
    async fn a_cell_gets_its_new_name_on_the_first_of_april(demo: Demo) {
        demo.clock.advance(Millis(TO_MARCH.0 + TO_ITS_END.0));
        let host = demo.as_member(demo.find(&demo.host.name).await.id).await;
        let plain = demo.as_member(demo.find(&demo.members[0].name).await.id).await;
        let (cell, supervisor) = (demo.cell().await, demo.supervisor().await);
        let old = name_of(&demo, cell).await;
        let fields = [("name", "Chi bộ Hòa Mỹ 1"), ("kind", "cell"), ("on", "1/4/2026")];
        let after = entered(&supervisor, &format!("/units/{cell}/rename"), &fields).await;
        let page = supervisor.get(&after).await.page(200);
        for words in ["Đã ghi. Việc này tự có hiệu lực", "Sắp tới", "Từ ngày 01/04/2026: ", "đổi tên thành Chi bộ Hòa Mỹ 1", "Rút lại"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(page.contains(&format!("<h1><span class=\"kind\">Chi bộ</span> {old}</h1>")), "{page}");
        // Who is in charge of the cell reads it, and cannot take back what was decided above.
        let secretary = host.get(&format!("/units/{cell}")).await.page(200);
        assert!(secretary.contains("Chi bộ Hòa Mỹ 1") && !secretary.contains("Rút lại"), "{secretary}");
        host.submit(&taken_back_at(&page)).await.page(403);
        let plain = plain.get(&format!("/units/{cell}")).await.page(200);
        assert!(!plain.contains("Sắp tới"), "{plain}");

        assert_eq!(name_of(&demo, cell).await, old);
        demo.clock.advance(A_DAY);
        until("the first of April", async || (name_of(&demo, cell).await == "Chi bộ Hòa Mỹ 1").then_some(())).await;
        let page = demo.supervisor().await.get(&format!("/units/{cell}")).await.page(200);
        assert!(page.contains("Từ 01/04/2026: Chi bộ Hòa Mỹ 1") && !page.contains("Sắp tới"), "{page}");
    }

    async fn two_cells_merge_on_their_day_though_the_program_was_not_running(demo: Demo) {
        demo.clock.advance(TO_MARCH);
        let (cell, commune, supervisor) = (demo.cell().await, demo.commune().await, demo.supervisor().await);
        let beside = demo.neighbour().await.unit;
        let (cell_id, beside_id) = (cell.to_string(), beside.to_string());
        let people = async |unit, demo: &Demo| {
            let now = demo.house().auth.now();
            demo.house().store.members_within(unit, now).await.unwrap().len()
        };
        let (here, there) = (people(cell, &demo).await, people(beside, &demo).await);
        let fields = [("unit", beside_id.as_str()), ("into", &cell_id), ("name", ""), ("kind", "cell"), ("on", "1/4/2026")];
        let after = entered(&supervisor, &format!("/units/{commune}/merge"), &fields).await;
        assert!(after.starts_with(&format!("/units/{commune}?")));
        for unit in [commune, cell, beside] {
            let page = supervisor.get(&format!("/units/{unit}")).await.page(200);
            assert!(page.contains("Sáp nhập ") && page.contains(&format!("{there} đảng viên chuyển sang")), "{page}");
        }
        // Cards, lists and work go on in both until then.
        supervisor.get(&format!("/units/{beside}/members/new")).await.page(200);
        demo.clock.advance(TO_ITS_END);
        assert_eq!((people(cell, &demo).await, people(beside, &demo).await), (here, there));
        let demo = demo.start_again_after(3 * A_DAY.0).await;
        assert_eq!((people(cell, &demo).await, people(beside, &demo).await), (here + there, 0), "made before anybody is let in");
        let supervisor = demo.supervisor().await;
        let page = supervisor.get(&format!("/units/{beside}")).await.page(200);
        assert!(page.contains("Đã kết thúc hoạt động từ ngày 01/04/2026"), "on its day, and not when it was made: {page}");
        let march = supervisor.get(&format!("/units/{beside}/members?on=31/3/2026")).await.page(200);
        assert!(march.contains(&format!("{there} đảng viên: ")), "{march}");
    }

    async fn a_member_goes_and_another_leaves_on_a_day_to_come(demo: Demo) {
        let (cell, supervisor, secretary) = (demo.cell().await, demo.supervisor().await, demo.secretary());
        let beside = demo.neighbour().await.unit.to_string();
        let (mover, leaver) = (demo.find(&demo.members[4].name).await, demo.find(&demo.members[0].name).await);
        let fields = [("transfer-to", beside.as_str()), ("transfer-on", "1/4/2026")];
        let reply = supervisor.fill_in(&format!("/members/{}/transfer", mover.id), &fields).await;
        assert_eq!(reply.see_other(), format!("/members/{}?done=planned", mover.id));
        let page = supervisor.get(reply.see_other()).await.page(200);
        assert!(page.contains(&format!("Từ ngày 01/04/2026: {} chuyển sinh hoạt sang", mover.name)), "{page}");
        let leave = [("leave-ending", "moved_away"), ("leave-on", "1/4/2026")];
        secretary.fill_in(&format!("/members/{}/leave", leaver.id), &leave).await.see_other();
        let list = secretary.get(&format!("/units/{cell}")).await.page(200);
        assert!(list.contains(&mover.name) && list.contains(&format!("{} ra khỏi danh sách: chuyển đi nơi khác", leaver.name)), "{list}");
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        assert!(!neighbour.get(&format!("/units/{beside}")).await.page(200).contains(&mover.name), "not theirs yet");

        demo.clock.advance(Millis(TO_MARCH.0 + TO_ITS_END.0));
        let phone = demo.as_member(leaver.id).await;
        phone.get("/api/me").await.ok();
        demo.clock.advance(Millis(A_DAY.0 * 3 / 4));
        let store = &demo.house().store;
        until("both to be gone", async || {
            let (mover, leaver) = (store.member(mover.id).await.unwrap(), store.member(leaver.id).await.unwrap());
            (leaver.is_none() && mover.is_some_and(|mover| mover.unit.to_string() == beside)).then_some(())
        }).await;
        assert_eq!(phone.get("/api/me").await.status, 401);
        let past = store.memberships_of(leaver.id).await.unwrap().pop().unwrap();
        assert_eq!(past.ending, Some(Ending::MovedAway));
    }

    async fn what_is_taken_back_never_happens(demo: Demo) {
        let (member, secretary) = (demo.find(&demo.members[4].name).await, demo.secretary());
        let leave = [("leave-ending", "ended"), ("leave-on", "1/4/2026")];
        secretary.fill_in(&format!("/members/{}/leave", member.id), &leave).await.see_other();
        let page = secretary.get(&format!("/members/{}", member.id)).await.page(200);
        let withdraw = taken_back_at(&page);
        for visitor in [demo.member(), demo.committee(), demo.as_member(demo.neighbouring_secretary().await.id).await] {
            visitor.submit(&withdraw).await.page(403);
        }
        assert_eq!(secretary.submit(&withdraw).await.see_other(), format!("/members/{}?done=taken-back", member.id));
        let page = secretary.get(&format!("/members/{}?done=taken-back", member.id)).await.page(200);
        assert!(page.contains("Đã rút lại") && !page.contains("Sắp tới"), "{page}");
        assert!(secretary.submit(&withdraw).await.see_other().ends_with("?done=settled"));
        // What comes after it shows that the round of that day is over.
        let rename = [("name", "Chi bộ khác"), ("kind", "cell"), ("on", "2/4/2026")];
        let (cell, supervisor) = (demo.cell().await, demo.supervisor().await);
        entered(&supervisor, &format!("/units/{cell}/rename"), &rename).await;
        demo.clock.advance(Millis(2 * TO_MARCH.0));
        until("the second of April", async || (name_of(&demo, cell).await == "Chi bộ khác").then_some(())).await;
        assert!(demo.house().store.member(member.id).await.unwrap().is_some());
    }

    async fn a_preview_left_open_does_not_bring_back_what_was_taken_back(demo: Demo) {
        let (cell, supervisor) = (demo.cell().await, demo.supervisor().await);
        let (path, id) = (format!("/units/{cell}/rename"), uuid::Uuid::now_v7().to_string());
        let rename = [("name", "Chi bộ khác"), ("kind", "cell"), ("on", "2/4/2026"), ("ahead", &id), ("step", "confirm")];
        supervisor.fill_in(&path, &rename).await.see_other();
        supervisor.submit(&taken_back_at(&supervisor.get(&format!("/units/{cell}")).await.page(200))).await.see_other();
        let again = supervisor.fill_in(&path, &rename).await;
        assert_eq!(again.see_other(), format!("/units/{cell}?done=settled"));
        let page = supervisor.get(again.see_other()).await.page(200);
        assert!(page.contains("đã được rút lại từ trước") && !page.contains("Sắp tới"), "{page}");
    }

    async fn nobody_takes_back_that_they_are_to_leave(demo: Demo) {
        let (cell, supervisor) = (demo.cell().await, demo.supervisor().await);
        let host = demo.find(&demo.host.name).await;
        let leave = [("leave-ending", "ended"), ("leave-on", "1/4/2026")];
        supervisor.fill_in(&format!("/members/{}/leave", host.id), &leave).await.see_other();
        let own = demo.secretary().get(&format!("/units/{cell}")).await.page(200);
        assert!(own.contains("ra khỏi danh sách") && !own.contains("Rút lại"), "{own}");
        let page = supervisor.get(&format!("/units/{cell}")).await.page(200);
        demo.secretary().submit(&taken_back_at(&page)).await.page(403);
        // Another secretary of the cell ranks no higher.
        let other = demo.find(&demo.members[3].name).await.id;
        demo.house().store.insert_grant(other, Grant { role: Role::Secretary, unit: cell }).await.unwrap();
        demo.as_member(other).await.submit(&taken_back_at(&page)).await.page(403);
        supervisor.submit(&taken_back_at(&page)).await.see_other();
    }

    async fn what_no_longer_fits_says_so_before_its_day_and_after(demo: Demo) {
        let (cell, supervisor) = (demo.cell().await, demo.supervisor().await);
        let beside = demo.neighbour().await.unit.to_string();
        let member = demo.find(&demo.members[4].name).await;
        let transfer = |on| [("transfer-to", beside.as_str()), ("transfer-on", on)];
        let path = format!("/members/{}/transfer", member.id);
        supervisor.fill_in(&path, &transfer("1/4/2026")).await.see_other();
        // The second click of two enters nothing more.
        let second = supervisor.fill_in(&path, &transfer("1/4/2026")).await;
        assert!(second.see_other().ends_with("?done=planned"));
        taken_back_at(&supervisor.get(&format!("/members/{}", member.id)).await.page(200));
        // The same again cannot be: they will have gone.
        let again = supervisor.fill_in(&path, &transfer("2/4/2026")).await.page(422);
        assert!(again.contains("hiện không sinh hoạt tại"), "{again}");
        supervisor.fill_in(&path, &transfer("2/2/2026")).await.see_other();
        let page = supervisor.get(&format!("/members/{}", member.id)).await.page(200);
        assert!(page.contains("đến ngày đó sẽ chưa thực hiện được") && page.contains("hiện không sinh hoạt tại"), "{page}");
        demo.clock.advance(Millis(2 * TO_MARCH.0));
        let (path, supervisor) = (format!("/units/{cell}"), demo.supervisor().await);
        let page = until("the first of April", async || {
            let page = supervisor.get(&path).await.page(200);
            page.contains("Ngày đã đến nhưng chưa thực hiện được").then_some(page)
        }).await;
        let top = supervisor.get("/units").await.page(200);
        assert!(top.contains("Việc chưa thực hiện được") && top.contains(&member.name), "{top}");
        supervisor.submit(&taken_back_at(&page)).await.see_other();
        assert!(!supervisor.get("/units").await.page(200).contains("Việc chưa thực hiện được"));
    }
}
