//! `/units` and `/units/{unit}`: the organisation, and what is changed of it.

use khacsau::domain::document::{DocumentStanding, Supersession};
use khacsau::domain::identity::{DocumentId, MemberId, UnitId};
use khacsau::domain::organisation::Attendance;
use khacsau::domain::role::{Grant, Role};
use khacsau::domain::time::Millis;
use khacsau::store::Unit;

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};

const DAY: i64 = 24 * 60 * 60;
/// From the demo's 2/2/2026 to 10/4/2026.
const TO_APRIL: Millis = Millis::seconds(67 * DAY);

/// The three cells, the smallest first: of 9, 24 and 60.
async fn cells(demo: &Demo) -> Vec<Unit> {
    let mut cells = Vec::new();
    for line in demo.house().store.units_below(demo.commune().await).await.unwrap() {
        cells.push((line.members, line.unit));
    }
    cells.sort_by_key(|(members, _)| *members);
    assert_eq!(cells.iter().map(|(members, _)| *members).collect::<Vec<_>>(), [9, 24, 60]);
    cells.into_iter().map(|(_, unit)| unit).collect()
}

/// Everybody of the commune at home in some unit, as the record has it.
async fn homes(demo: &Demo) -> Vec<(MemberId, UnitId)> {
    let all = demo.house().store.members_within(demo.commune().await, demo.house().auth.now()).await.unwrap();
    let regular = all.into_iter().filter(|listed| listed.attendance == Attendance::Regular);
    regular.map(|listed| (listed.id, listed.unit)).collect()
}

/// Fills the form in, reads what it would do, and confirms that.
async fn confirmed(visitor: &Visitor, path: &str, fields: &[(&str, &str)]) -> (String, Reply) {
    let preview = visitor.fill_in(path, fields).await.page(200);
    assert!(preview.contains("Chưa có gì được ghi"), "{preview}");
    for (name, value) in fields {
        assert!(preview.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name} travels on: {preview}");
    }
    let reply = visitor.fill_in(path, &[fields, &[("step", "confirm")]].concat()).await;
    (preview, reply)
}

/// A unit, what was asked of it, what was filled in, the field that is wrong, and what is said of it.
type Refused<'a> = (&'a str, &'a str, Vec<(&'a str, &'a str)>, &'a str, &'a str);

/// The number of those who are listed at home on a day.
async fn count(visitor: &Visitor, unit: &str, on: &str) -> usize {
    let page = visitor.get(&format!("/units/{unit}/members?on={on}")).await.page(200);
    let (before, _) = page.split_once(" đảng viên: ").expect("a count");
    before.rsplit('>').next().unwrap().trim().parse().expect("a number")
}

fn id_in(location: &str) -> String {
    location.trim_start_matches("/units/").split('?').next().unwrap().to_owned()
}

on_both_engines! {
    async fn a_unit_shows_its_place_its_people_and_who_is_in_charge(demo: Demo) {
        let (cell, commune) = (demo.cell().await, demo.commune().await);
        let page = demo.secretary().get(&format!("/units/{cell}")).await.page(200);
        for words in ["Chi bộ", &format!("href=\"/units/{commune}\""), "Bí thư", "Chi ủy viên", &demo.host.name, "24", "/members\"", "/documents\"", "/cards\""] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("/rename\"") && !page.contains("/found\""), "a secretary arranges no units: {page}");
        let plain = demo.member().get(&format!("/units/{cell}")).await.page(200);
        assert!(!plain.contains("/members\"") && !plain.contains("/cards\""), "{plain}");
        let above = demo.member().get(&format!("/units/{commune}")).await.page(200);
        assert!(!above.contains("Trạm Y tế"), "a member does not see the neighbouring cells: {above}");

        let supervisor = demo.supervisor().await;
        let top = supervisor.get("/units").await.page(200);
        assert!(top.contains(&format!("/units/{commune}")) && top.contains("94 đảng viên"), "{top}");
        let page = supervisor.get(&format!("/units/{commune}")).await.page(200);
        for unit in cells(&demo).await {
            assert!(page.contains(&format!("/units/{}\"", unit.id)) && page.contains(&unit.name), "{page}");
        }
        assert!(page.contains("/found\"") && page.contains("/merge\""));
        assert!(!page.contains("/rename\""), "nobody supervises their own unit out of being: {page}");
        let below = supervisor.get(&format!("/units/{cell}")).await.page(200);
        assert!(["rename", "move", "split", "close"].iter().all(|what| below.contains(&format!("/{what}\""))), "{below}");
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        neighbour.get(&format!("/units/{cell}")).await.page(403);
        let home = demo.secretary().get("/").await.page(200);
        assert!(home.contains("href=\"/units\"") && home.contains(&format!("href=\"/units/{cell}\"")), "{home}");
    }

    async fn a_unit_is_founded_renamed_moved_and_closed_and_its_past_stays(demo: Demo) {
        let supervisor = demo.supervisor().await;
        let commune = demo.commune().await.to_string();
        let id = uuid::Uuid::now_v7().to_string();
        let fields = [("new", id.as_str()), ("name", "Chi bộ Bưu điện"), ("kind", "cell"), ("on", "2/1/2026")];
        let (preview, reply) = confirmed(&supervisor, &format!("/units/{commune}/found"), &fields).await;
        assert!(preview.contains("Lập Chi bộ Bưu điện, trực thuộc Đảng ủy xã Hòa Mỹ."), "{preview}");
        assert_eq!(reply.see_other(), format!("/units/{id}?done=founded"));
        // The second click of two.
        let again = supervisor.fill_in(&format!("/units/{commune}/found"), &[&fields[..], &[("step", "confirm")]].concat()).await;
        again.page(422);

        let rename = [("name", "Chi bộ Bưu điện Hòa Mỹ"), ("kind", "team"), ("on", "15/1/2026")];
        let (preview, reply) = confirmed(&supervisor, &format!("/units/{id}/rename"), &rename).await;
        assert!(preview.contains("Chi bộ Bưu điện đổi tên thành Chi bộ Bưu điện Hòa Mỹ.") && preview.contains("đổi loại"), "{preview}");
        reply.see_other();
        let cell = demo.cell().await.to_string();
        let (preview, reply) = confirmed(&supervisor, &format!("/units/{id}/move"), &[("parent", &cell), ("on", "1/2/2026")]).await;
        assert!(preview.contains("1 tổ chức (Chi bộ Bưu điện Hòa Mỹ) chuyển sang"), "{preview}");
        reply.see_other();
        let (preview, reply) = confirmed(&supervisor, &format!("/units/{id}/close"), &[("on", "2/2/2026")]).await;
        assert!(preview.contains("kết thúc hoạt động"), "{preview}");
        reply.see_other();
        let page = supervisor.get(&format!("/units/{id}")).await.page(200);
        for words in [
            "Đã kết thúc hoạt động từ ngày 02/02/2026",
            "Từ 02/01/2026 đến 15/01/2026: Chi bộ Bưu điện (Chi bộ), trực thuộc Đảng ủy xã Hòa Mỹ",
            "Từ 15/01/2026 đến 01/02/2026: Chi bộ Bưu điện Hòa Mỹ (Tổ đảng), trực thuộc Đảng ủy xã Hòa Mỹ",
            "Từ 01/02/2026 đến 02/02/2026: Chi bộ Bưu điện Hòa Mỹ (Tổ đảng), trực thuộc Chi bộ Trường Tiểu học Hòa Mỹ",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("/rename\""), "what is closed is changed no more: {page}");
    }

    async fn two_cells_merge_and_who_was_where_in_march_has_one_answer(demo: Demo) {
        let (held, theirs) = (demo.last_month().await, demo.members[1].name.clone());
        demo.clock.advance(TO_APRIL);
        let supervisor = demo.supervisor().await;
        let (commune, cells) = (demo.commune().await.to_string(), cells(&demo).await);
        let (clinic, school) = (cells[0].id.to_string(), cells[1].id.to_string());
        let before = homes(&demo).await;
        let of_the_clinic = before.iter().find(|(_, unit)| *unit == cells[0].id).unwrap().0;
        let offered = supervisor.get(&format!("/units/{commune}/merge?unit={school}")).await.page(200);
        assert!(offered.contains(&format!("name=\"unit\" value=\"{school}\" checked")), "{offered}");
        let id = uuid::Uuid::now_v7().to_string();
        let fields = [
            ("new", id.as_str()),
            ("unit", &clinic),
            ("unit", &school),
            ("into", ""),
            ("name", "Chi bộ Liên hợp"),
            ("kind", "cell"),
            ("on", "1/4/2026"),
        ];
        let path = format!("/units/{commune}/merge");
        supervisor.fill_in(&path, &fields).await.page(200);
        assert_eq!(homes(&demo).await, before, "a preview changes nothing");
        let (preview, reply) = confirmed(&supervisor, &path, &fields).await;
        for words in ["33 đảng viên chuyển sang Chi bộ Liên hợp.", "Chi bộ Trạm Y tế xã Hòa Mỹ kết thúc hoạt động", "Chi bộ Liên hợp kế tục Chi bộ Trường Tiểu học Hòa Mỹ"] {
            assert!(preview.contains(words), "{words}: {preview}");
        }
        assert_eq!(id_in(reply.see_other()), id);

        let new = supervisor.get(&format!("/units/{id}")).await.page(200);
        assert!(new.contains("Kế tục:") && new.contains(&format!("/units/{clinic}\"")) && new.contains("Chi bộ Trường Tiểu học Hòa Mỹ, từ ngày 01/04/2026"), "{new}");
        let old = supervisor.get(&format!("/units/{school}")).await.page(200);
        assert!(old.contains("Đã kết thúc hoạt động từ ngày 01/04/2026") && old.contains("Được kế tục bởi:") && old.contains(&format!("/units/{id}\"")), "{old}");
        for (unit, on, members) in [
            (&clinic, "1/3/2026", 9),
            (&school, "2026-03-01", 24),
            (&school, "31/3/2026", 24),
            (&school, "1/4/2026", 0),
            (&school, "", 0),
            (&id, "31/3/2026", 0),
            (&id, "1/4/2026", 33),
            (&id, "", 33),
            (&commune, "1/3/2026", 94),
            (&commune, "", 94),
        ] {
            assert_eq!(count(&supervisor, unit, on).await, members, "{unit} on {on:?}");
        }
        let mut after: Vec<_> = homes(&demo).await.into_iter().map(|(member, _)| member).collect();
        let mut expected: Vec<_> = before.into_iter().map(|(member, _)| member).collect();
        after.sort_unstable();
        expected.sort_unstable();
        assert_eq!(after, expected, "nobody is lost and nobody is doubled");
        // What they did in March is there to read for them, and for nobody who comes from elsewhere.
        let roster = demo.house().store.roster_of(id.parse().unwrap()).await.unwrap();
        let member = demo.as_member(roster.iter().find(|line| line.name == theirs).unwrap().id).await;
        assert!(member.get("/").await.page(200).contains(&format!("/contests/{held}/results")));
        assert!(member.get(&format!("/contests/{held}/results")).await.page(200).contains(&theirs));
        demo.as_member(of_the_clinic).await.get(&format!("/contests/{held}/results")).await.page(403);
        // Once more, in another tab: it is done already.
        supervisor.fill_in(&path, &[&fields[..], &[("step", "confirm")]].concat()).await.page(422);
        assert_eq!(homes(&demo).await.len(), 94);
    }

    async fn a_bank_goes_on_in_the_unit_that_its_own_merges_into(demo: Demo) {
        let supervisor = demo.supervisor().await;
        let (commune, cells) = (demo.commune().await.to_string(), cells(&demo).await);
        let (clinic, school) = (cells[0].id, cells[1].id);
        let (committee, member) = (demo.find(&demo.committee.name).await.id, demo.find(&demo.members[1].name).await.id);
        // Registered by both; the clinic knows by now that it was replaced, and has no text of it.
        let ours = demo.document_of_the_cell().await;
        let question = demo.question_on(ours).await;
        let store = &demo.house().store;
        let replaced = Supersession { by: "30-NQ/CB".to_owned(), on: None, successor: None };
        let known = store.documents_for(school).await.unwrap();
        let mut theirs = known.into_iter().find(|document| document.id == ours).unwrap();
        theirs.id = DocumentId(uuid::Uuid::now_v7());
        theirs.standing = DocumentStanding::Superseded(replaced);
        store.insert_document(clinic, &theirs, "").await.unwrap();
        let (bank, registry) = (demo.house().bank_at(school).await.unwrap().len(), store.documents_for(school).await.unwrap().len());

        demo.scheduled().await;
        let id = uuid::Uuid::now_v7();
        let new = id.to_string();
        let (clinic_id, school_id) = (clinic.to_string(), school.to_string());
        let fields = [("new", new.as_str()), ("unit", &clinic_id), ("unit", &school_id), ("into", ""), ("name", "Chi bộ Liên hợp"), ("kind", "cell"), ("on", "2/2/2026")];
        let (preview, reply) = confirmed(&supervisor, &format!("/units/{commune}/merge"), &fields).await;
        assert!(preview.contains("Văn bản và câu hỏi của Chi bộ Trường Tiểu học Hòa Mỹ chuyển sang ngân hàng của Chi bộ Liên hợp."), "{preview}");
        assert!(preview.contains("chưa diễn ra và sẽ không còn ai để dự thi"), "{preview}");
        reply.see_other();

        let merged = UnitId(id);
        let kept = demo.house().bank_at(merged).await.unwrap();
        assert_eq!(kept.len(), bank, "drafts and what waits for review, too");
        let now = kept.iter().find(|kept| kept.id == question).expect("it is there");
        let documents = store.documents_for(merged).await.unwrap();
        assert_eq!(documents.len(), registry, "what both had is one");
        let document = documents.iter().find(|document| document.id == now.document).expect("it is registered");
        assert!(!document.is_in_force(), "what one of both knew of it holds");
        assert_eq!(store.reading_of(document.id).await.unwrap(), "Điều 1. Học tập.", "and so does what one had of it");

        // Whoever takes the new cell over works with it, and its members read beforehand.
        store.insert_grant(committee, Grant { role: Role::Committee, unit: merged }).await.unwrap();
        let desk = demo.as_member(committee).await;
        desk.get(&format!("/units/{merged}/bank")).await.page(200);
        desk.get(&format!("/questions/{question}/edit")).await.page(200);
        let member = demo.as_member(member).await;
        assert!(member.get(&format!("/documents/{}", document.id)).await.page(200).contains("Điều 1. Học tập."));
    }

    async fn a_cell_splits_into_parts_and_whoever_is_not_named_stays(demo: Demo) {
        demo.clock.advance(TO_APRIL);
        let supervisor = demo.supervisor().await;
        let cells = cells(&demo).await;
        let school = cells[1].id.to_string();
        let people: Vec<MemberId> = homes(&demo).await.into_iter().filter(|(_, unit)| *unit == cells[1].id).map(|(member, _)| member).collect();
        let form = supervisor.get(&format!("/units/{school}/split")).await.page(200);
        assert!(people.iter().all(|member| form.contains(&format!("name=\"member-{member}\""))), "{form}");
        let ids: Vec<String> = (0..2).map(|_| uuid::Uuid::now_v7().to_string()).collect();
        let mut fields = vec![
            ("new-1".to_owned(), ids[0].clone()),
            ("new-2".to_owned(), ids[1].clone()),
            ("name-1".to_owned(), "Chi bộ Khối 1".to_owned()),
            ("name-2".to_owned(), "Chi bộ Khối 2".to_owned()),
            ("kind".to_owned(), "cell".to_owned()),
            ("on".to_owned(), "1/4/2026".to_owned()),
        ];
        fields.extend(people.iter().enumerate().filter_map(|(at, member)| {
            let part = match at { 0..10 => "1", 10..20 => "2", _ => return None };
            Some((format!("member-{member}"), part.to_owned()))
        }));
        let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let (preview, reply) = confirmed(&supervisor, &format!("/units/{school}/split"), &sent).await;
        assert!(preview.contains("10 đảng viên chuyển sang Chi bộ Khối 1.") && !preview.contains("kết thúc"), "{preview}");
        assert_eq!(reply.see_other(), format!("/units/{school}?done=split"));
        for (unit, on, members) in [(&school, "1/3/2026", 24), (&school, "", 4), (&ids[0], "", 10), (&ids[1], "1/4/2026", 10), (&ids[1], "31/3/2026", 0)] {
            assert_eq!(count(&supervisor, unit, on).await, members, "{unit} on {on:?}");
        }

        // The rest goes, too: then the old one is kept for its past only.
        let rest: Vec<String> = people[20..].iter().map(|member| format!("member-{member}")).collect();
        let fields = [("name-1", "Chi bộ Khối 3"), ("kind", "cell"), ("on", "10/4/2026")];
        let sent: Vec<(&str, &str)> = fields.into_iter().chain(rest.iter().map(|name| (name.as_str(), "1"))).collect();
        let (preview, reply) = confirmed(&supervisor, &format!("/units/{school}/split"), &sent).await;
        assert!(preview.contains("Chi bộ Trường Tiểu học Hòa Mỹ kết thúc hoạt động"), "{preview}");
        reply.see_other();
        assert_eq!(count(&supervisor, &school, "1/3/2026").await, 24);
        assert_eq!(homes(&demo).await.len(), 94);
        supervisor.get(&format!("/units/{school}/split")).await.page(403);
    }

    async fn what_cannot_be_changed_is_said_beside_its_field_and_nothing_is(demo: Demo) {
        let supervisor = demo.supervisor().await;
        let cells = cells(&demo).await;
        let (commune, school, village) = (demo.commune().await.to_string(), cells[1].id.to_string(), cells[2].id.to_string());
        let before = (homes(&demo).await, demo.house().store.units_within(demo.commune().await).await.unwrap());
        let long = "x".repeat(201);
        let refusals: [Refused<'_>; 14] = [
            (&commune, "found", vec![("name", ""), ("kind", "cell"), ("on", "1/2/2026")], "name", "từ 1 đến 200 ký tự"),
            (&commune, "found", vec![("name", &long), ("kind", "cell"), ("on", "1/2/2026")], "name", "từ 1 đến 200 ký tự"),
            (&commune, "found", vec![("name", "A"), ("kind", "cell"), ("on", "31/2/2026")], "on", "theo mẫu 15/5/2016"),
            (&commune, "found", vec![("name", "A"), ("kind", "cell"), ("on", "3/2/2062")], "on", "còn quá xa"),
            (&commune, "found", vec![("name", "A"), ("kind", "cell"), ("on", "1/1/1999")], "on", "đã có thay đổi ghi từ ngày"),
            (&school, "rename", vec![("name", &cells[1].name), ("kind", "cell"), ("on", "1/2/2026")], "name", "không có gì thay đổi"),
            (&school, "move", vec![("parent", "x"), ("on", "1/2/2026")], "parent", "trong danh sách"),
            (&school, "move", vec![("parent", &school), ("on", "1/2/2026")], "parent", "không thể nằm dưới chính mình"),
            (&school, "close", vec![("on", "x")], "on", "theo mẫu"),
            (&commune, "merge", vec![("into", ""), ("name", "A"), ("kind", "cell"), ("on", "1/2/2026"), ("unit", &school)], "unit", "đánh dấu"),
            (&commune, "merge", vec![("into", "x"), ("kind", "cell"), ("on", "1/2/2026"), ("unit", &school)], "into", "trong danh sách"),
            (&commune, "merge", vec![("into", &village), ("kind", "cell"), ("on", "1/1/2020"), ("unit", &school)], "on", "đã có thay đổi ghi từ ngày"),
            (&school, "split", vec![("kind", "cell"), ("on", "1/2/2026")], "name-1", "nhập tên ít nhất một phần"),
            (&school, "split", vec![("name-2", "Khối 2"), ("kind", "cell"), ("on", "1/2/2026")], "name-2", "Chưa có ai vào phần này"),
        ];
        for (unit, below, fields, name, words) in refusals {
            for step in [None, Some(("step", "confirm"))] {
                let sent: Vec<_> = fields.iter().copied().chain(step).collect();
                let page = supervisor.fill_in(&format!("/units/{unit}/{below}"), &sent).await.page(422);
                let error = page.split(&format!("id=\"{name}-error\">")).nth(1).unwrap_or_else(|| panic!("{below} {name}: {page}"));
                assert!(error.split("</p>").next().unwrap().contains(words), "{below}: {error}");
                for (_, typed) in fields.iter().filter(|(name, _)| ["name", "on", "name-2"].contains(name)) {
                    assert!(page.contains(&format!("value=\"{typed}\"")), "{typed} is still there: {page}");
                }
            }
        }
        // About no field: it says what is in the way.
        let page = supervisor.fill_in(&format!("/units/{school}/close"), &[("on", "1/2/2026")]).await.page(422);
        assert!(page.contains("vẫn còn 24 đảng viên và 0 tổ chức trực thuộc") && page.contains("Sáp nhập"), "{page}");
        assert_eq!((homes(&demo).await, demo.house().store.units_within(demo.commune().await).await.unwrap()), before);
        let back = supervisor.fill_in(&format!("/units/{school}/rename"), &[("name", "Tên mới"), ("kind", "cell"), ("on", "1/2/2026"), ("step", "edit")]).await;
        assert!(back.page(200).contains("value=\"Tên mới\""), "what was previewed can still be changed");
    }

    async fn nobody_arranges_what_lies_beside_or_above(demo: Demo) {
        let (cell, commune) = (demo.cell().await, demo.commune().await);
        let beside = demo.neighbour().await.unit;
        let member = demo.find(&demo.members[1].name).await.id;
        demo.house().store.insert_grant(member, Grant { role: Role::Administrator, unit: cell }).await.unwrap();
        let administrator = demo.as_member(member).await;
        administrator.get(&format!("/units/{cell}/rename")).await.page(200);
        for path in [format!("/units/{commune}/found"), format!("/units/{commune}/merge"), format!("/units/{beside}/rename"), format!("/units/{cell}/split")] {
            administrator.get(&path).await.page(403);
        }
        // A unit of somebody else's is no choice, also for whoever sends its id.
        let fields = [("parent", beside.to_string()), ("on", "2/2/2026".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        administrator.fill_in(&format!("/units/{cell}/move"), &fields).await.page(422);
        let path = format!("/units/{cell}/merge");
        let beside_id = beside.to_string();
        let page = administrator.fill_in(&path, &[("unit", &beside_id), ("into", &cell.to_string()), ("kind", "cell"), ("on", "2/2/2026")]).await;
        page.page(422);
        assert_eq!(demo.house().store.unit(beside).await.unwrap().unwrap().closed_at, None);
        let store = &demo.house().store;
        assert_eq!(store.unit(cell).await.unwrap().unwrap().parent, Some(commune));
    }
}
