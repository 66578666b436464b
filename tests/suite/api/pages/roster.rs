//! `/units/{unit}/roster/…`: a list of members out of a file and into one.

use std::collections::BTreeMap;
use std::io::Read as _;

use khacsau::domain::identity::{MemberId, UnitId};
use khacsau::domain::organisation::{Change, Ending};
use khacsau::domain::roster::{Known, MemberDetails, Standing};
use khacsau::store::NewMember;

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::NOON;
use crate::roster_files as files;

fn import(unit: UnitId) -> String {
    format!("/units/{unit}/roster/import")
}

/// Where a file that was taken is shown before anything is saved.
async fn brought(visitor: &Visitor, unit: UnitId, name: &str, bytes: &[u8]) -> String {
    let reply = visitor.bring(&import(unit), &[], Some((name, bytes))).await;
    reply.see_other().to_owned()
}

/// Presses the button of a preview with these choices.
async fn confirmed(visitor: &Visitor, preview: &str, choices: &[(&str, &str)]) -> Reply {
    let page = visitor.get(preview).await.page(200);
    let seen = seen(&page);
    let fields: Vec<(&str, &str)> = [("seen", seen.as_str())].into_iter().chain(choices.iter().copied()).collect();
    visitor.fill_in(preview, &fields).await
}

#[track_caller]
fn seen(page: &str) -> String {
    let rest = page.split("name=\"seen\" value=\"").nth(1).unwrap_or_else(|| panic!("{page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// The part of a preview under this heading.
#[track_caller]
fn section<'a>(page: &'a str, id: &str) -> &'a str {
    let rest = page.split(&format!("aria-labelledby=\"{id}\"")).nth(1).unwrap_or_else(|| panic!("no {id} in {page}"));
    rest.split("</section>").next().unwrap()
}

async fn known(demo: &Demo, unit: UnitId) -> BTreeMap<String, Known> {
    let known = demo.house().store.known_in(unit).await.expect("the people of the unit");
    known.into_iter().map(|known| (known.name.clone(), known)).collect()
}

/// An empty cell beside the sample's, whose secretary is the sample's supervisor.
async fn new_cell(demo: &Demo, name: &str) -> UnitId {
    let unit = UnitId(uuid::Uuid::now_v7());
    let row = khacsau::store::Unit {
        id: unit,
        parent: Some(demo.commune().await),
        kind: "cell".to_owned(),
        name: name.to_owned(),
        closed_at: None,
    };
    demo.house().store.insert_unit(&row, NOON).await.expect("a unit");
    unit
}

async fn enter(demo: &Demo, unit: UnitId, people: &[(&str, &str, &str)]) -> Vec<MemberId> {
    let mut ids = Vec::new();
    for (name, birth, card) in people {
        let id = MemberId(uuid::Uuid::now_v7());
        let member = NewMember { id, name: (*name).to_owned(), sort_key: (*name).to_owned(), unit, official: true };
        demo.house().store.insert_members(&[member], NOON).await.expect("a member");
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let details = MemberDetails { birth: birth.parse().ok(), card: some(card), ..MemberDetails::default() };
        demo.house().store.set_details(id, &details).await.expect("details");
        ids.push(id);
    }
    ids
}

on_both_engines! {
    async fn a_list_is_seen_line_by_line_before_anything_is_saved_and_then_saved_once(demo: Demo) {
        let (unit, supervisor) = (new_cell(&demo, "Chi bộ Ấp Mới").await, demo.supervisor().await);
        let preview = brought(&supervisor, unit, "Danh sách.xlsx", &files::printed_for_signing()).await;
        let page = supervisor.get(&preview).await.page(200);
        assert!(page.contains("Danh sách.xlsx") && page.contains("3 mới"), "{page}");
        let new = section(&page, "new");
        for words in ["Nguyễn Văn Đạt", "Hàng 10", "Ngày sinh: 15/05/1960", "Số thẻ đảng viên: 41.012345", "Chức vụ: Bí thư; Hiệu trưởng", "Giới tính: Nữ"] {
            assert!(new.contains(words), "{words}: {new}");
        }
        assert!(known(&demo, unit).await.is_empty(), "nothing is saved by looking");
        assert!(supervisor.get(&import(unit)).await.page(200).contains(&preview), "and it waits for its author");

        let done = confirmed(&supervisor, &preview, &[]).await;
        assert_eq!(done.see_other(), format!("{}?done=saved&new=3&changed=0", import(unit)));
        let people = known(&demo, unit).await;
        assert_eq!(people.keys().collect::<Vec<_>>(), ["Lê Hòa", "Nguyễn Văn Đạt", "Trần Thị Thủy"]);
        let dat = &people["Nguyễn Văn Đạt"];
        assert_eq!(dat.details.birth.map(|birth| birth.to_string()).as_deref(), Some("15/05/1960"));
        assert_eq!((dat.unit, dat.official, dat.details.card.as_deref()), (unit, true, Some("41.012345")));

        // A second press finds nothing to save again.
        let again = supervisor.fill_in(&preview, &[("seen", "x")]).await;
        assert!(again.see_other().ends_with("?done=gone"));
        assert!(supervisor.get(again.see_other()).await.page(200).contains("không lưu thêm lần nữa"));
        assert_eq!(known(&demo, unit).await, people);
    }

    async fn a_list_brought_again_updates_and_doubles_nobody(demo: Demo) {
        let (unit, supervisor) = (new_cell(&demo, "Chi bộ Ấp Mới").await, demo.supervisor().await);
        let preview = brought(&supervisor, unit, "1.xlsx", &files::printed_for_signing()).await;
        confirmed(&supervisor, &preview, &[]).await.see_other();
        let first = known(&demo, unit).await;
        // The same again, from another program: nothing new but two telephone numbers and a whole date of birth.
        let preview = brought(&supervisor, unit, "2.csv", files::IN_CAPITALS.as_bytes()).await;
        let page = supervisor.get(&preview).await.page(200);
        let updates = section(&page, "updates");
        for words in ["Số điện thoại: thêm 0912345678", "Ngày sinh: 1972 → 01/02/1972", "Ghi chú: Mới kết nạp → Tổ trưởng"] {
            assert!(updates.contains(words), "{words}: {updates}");
        }
        assert!(!page.contains("id=\"new\"") && !page.contains("id=\"missing\""), "{page}");
        let done = confirmed(&supervisor, &preview, &[]).await;
        assert!(done.see_other().ends_with("?done=saved&new=0&changed=3"), "{}", done.see_other());
        let second = known(&demo, unit).await;
        assert_eq!(second.len(), 3);
        for (name, person) in &second {
            assert_eq!((person.id, &person.details.card), (first[name].id, &first[name].details.card), "{name}");
        }
        let preview = brought(&supervisor, unit, "2.csv", files::IN_CAPITALS.as_bytes()).await;
        let page = supervisor.get(&preview).await.page(200);
        assert!(page.contains("3 không đổi") && page.contains("không làm thay đổi danh sách"), "{page}");
    }

    async fn whoever_is_missing_is_asked_about_and_never_dropped(demo: Demo) {
        let (unit, supervisor) = (new_cell(&demo, "Chi bộ Ấp Mới").await, demo.supervisor().await);
        let ids = enter(&demo, unit, &[("Lê An", "1960", ""), ("Lê Bình", "1961", ""), ("Lê Chi", "1962", ""), ("Lê Dung", "1963", "")]).await;
        let file = "Họ và tên,Ngày sinh\nLê An,1960\n";
        let preview = brought(&supervisor, unit, "thieu.csv", file.as_bytes()).await;
        let page = supervisor.get(&preview).await.page(200);
        let missing = section(&page, "missing");
        assert!(missing.contains("Lê Bình") && missing.contains("Giữ nguyên") && !missing.contains("Lê An"), "{missing}");
        confirmed(&supervisor, &preview, &[]).await.see_other();
        assert_eq!(known(&demo, unit).await.len(), 4, "saying nothing changes nothing");

        let preview = brought(&supervisor, unit, "thieu.csv", file.as_bytes()).await;
        let token = demo.house().auth.sign_in(ids[3]).await.unwrap();
        demo.bearer(&token).get("/account").await.page(200);
        let (elsewhere, away) = (format!("gone-{}", ids[2]), format!("gone-{}", ids[3]));
        let choices = [(elsewhere.as_str(), "elsewhere"), (away.as_str(), "moved_away")];
        let done = confirmed(&supervisor, &preview, &choices).await;
        assert!(done.see_other().ends_with("new=0&changed=2"), "{}", done.see_other());
        let people = known(&demo, unit).await;
        assert_eq!(people.keys().collect::<Vec<_>>(), ["Lê An", "Lê Bình", "Lê Chi"]);
        let roster = demo.house().store.roster_of(unit).await.unwrap();
        let chi = roster.iter().find(|line| line.name == "Lê Chi").unwrap();
        assert_eq!(chi.excuse.as_deref(), Some("elsewhere"));
        let past = demo.house().store.memberships_of(ids[3]).await.unwrap();
        assert_eq!(past[0].ending, Some(Ending::MovedAway));
        demo.bearer(&token).get("/account").await.page(401);
    }

    async fn whoever_is_in_doubt_is_asked_about_with_choices(demo: Demo) {
        let (unit, supervisor) = (new_cell(&demo, "Chi bộ Ấp Mới").await, demo.supervisor().await);
        let ids = enter(&demo, unit, &[("Trần An", "1960", "41.000001"), ("Trần An", "1975", "41.000002")]).await;
        let file = "Họ và tên,Số điện thoại\nTrần An,0912345678\nTran An,0987654321\n";
        let preview = brought(&supervisor, unit, "trung-ten.csv", file.as_bytes()).await;
        let page = supervisor.get(&preview).await.page(200);
        let doubtful = section(&page, "doubtful");
        for words in ["Trần An (sinh 1960, thẻ 41.000001)", "Trần An (sinh 1975, thẻ 41.000002)", "Là một đồng chí khác", "Bỏ qua dòng này"] {
            assert!(doubtful.contains(words), "{words}: {doubtful}");
        }
        assert!(!page.contains("id=\"missing\""), "who may be meant is not missing: {page}");

        let first = ids[0].to_string();
        let asked = confirmed(&supervisor, &preview, &[("line-0", &first), ("line-1", "")]).await.page(422);
        assert!(asked.contains("id=\"line-1-error\">Đồng chí chưa chọn") && !asked.contains("line-0-error"), "{asked}");
        assert!(asked.contains(&format!("<option value=\"{first}\" selected>")), "what was chosen is still there");
        let twice = confirmed(&supervisor, &preview, &[("line-0", &first), ("line-1", &first)]).await.page(422);
        assert!(twice.contains("đã được chọn cho một dòng khác"), "{twice}");
        assert!(known(&demo, unit).await.values().all(|known| known.details.phone.is_none()), "nothing is half-saved");

        confirmed(&supervisor, &preview, &[("line-0", &first), ("line-1", "new")]).await.see_other();
        let people = demo.house().store.known_in(unit).await.unwrap();
        let phone = |id: &MemberId| people.iter().find(|known| known.id == *id).unwrap().details.phone.clone();
        assert_eq!((people.len(), phone(&ids[0]).as_deref(), phone(&ids[1])), (3, Some("0912345678"), None));
    }

    async fn a_line_that_is_wrong_says_where_and_why_and_is_not_saved(demo: Demo) {
        let (unit, supervisor) = (new_cell(&demo, "Chi bộ Ấp Mới").await, demo.supervisor().await);
        enter(&demo, unit, &[("Lê Hòa", "1970", "")]).await;
        let preview = brought(&supervisor, unit, "sai.csv", files::WRONG.as_bytes()).await;
        let page = supervisor.get(&preview).await.page(200);
        let wrong = section(&page, "wrong");
        for words in ["Hàng 2", "Ngày sinh: “31/2/1960” không phải là ngày", "Hàng 4", "Số điện thoại: “091234”", "(chưa có họ tên)"] {
            assert!(wrong.contains(words), "{words}: {wrong}");
        }
        assert!(!page.contains("id=\"missing\""), "what cannot be read of them does not make them absent");
        assert!(page.contains("Lưu, trừ 6 dòng chưa đúng"), "{page}");
        confirmed(&supervisor, &preview, &[]).await.see_other();
        assert_eq!(known(&demo, unit).await.keys().collect::<Vec<_>>(), ["Hồ Văn Tốt", "Lê Hòa"]);
    }

    async fn a_commune_brings_one_list_for_all_its_cells(demo: Demo) {
        let (commune, supervisor) = (demo.commune().await, demo.supervisor().await);
        let preview = brought(&supervisor, commune, "toan-xa.xlsx", &files::by_sections()).await;
        let page = supervisor.get(&preview).await.page(200);
        assert!(section(&page, "wrong").contains("chưa có chi bộ nào tên là “Chi bộ Chợ Mới”"), "{page}");
        confirmed(&supervisor, &preview, &[]).await.see_other();
        let people = known(&demo, commune).await;
        let unit = async |name: &str| demo.house().store.unit(people[name].unit).await.unwrap().unwrap().name;
        assert_eq!(unit("Đỗ Thị Mới").await, "Chi bộ Trạm Y tế xã Hòa Mỹ");
        assert_eq!(unit("Phan Văn Ấp").await, "Chi bộ Ấp Mỹ Thạnh");
        assert!(!people["Đỗ Văn Thêm"].official && !people.contains_key("Hồ Thị Chợ"));

        // Who stands under another cell now has moved there; the past stays where it was.
        let moved = "Họ và tên,Năm sinh,Chi bộ\nĐỗ Thị Mới,1980,ap my thanh\n";
        let preview = brought(&supervisor, commune, "chuyen.csv", moved.as_bytes()).await;
        let page = supervisor.get(&preview).await.page(200);
        assert!(section(&page, "updates").contains("Chi bộ: Chi bộ Trạm Y tế xã Hòa Mỹ → Chi bộ Ấp Mỹ Thạnh"), "{page}");
        demo.clock.advance(khacsau::domain::time::Millis::seconds(60));
        confirmed(&supervisor, &preview, &[]).await.see_other();
        let past = demo.house().store.memberships_of(people["Đỗ Thị Mới"].id).await.unwrap();
        assert_eq!((past.len(), past[0].ending), (2, Some(Ending::Transferred)));

        // Who has become official was on probation before, and stays excused.
        let grown = people["Đỗ Văn Thêm"].id;
        assert!(demo.house().store.set_excuse(grown, Some("ill")).await.unwrap());
        let official = "Họ và tên,Chính thức\nĐỗ Văn Thêm,x\n";
        let preview = brought(&supervisor, commune, "chinh-thuc.csv", official.as_bytes()).await;
        demo.clock.advance(khacsau::domain::time::Millis::seconds(60));
        confirmed(&supervisor, &preview, &[]).await.see_other();
        let past = demo.house().store.memberships_of(grown).await.unwrap();
        let standings: Vec<_> = past.iter().map(|membership| (membership.official, membership.ending)).collect();
        assert_eq!(standings, [(false, Some(Ending::MadeOfficial)), (true, None)]);
        let roster = demo.house().store.roster_of(commune).await.unwrap();
        let line = roster.iter().find(|line| line.id == grown).unwrap();
        assert_eq!((line.official, line.excuse.as_deref()), (true, Some("ill")));
    }

    async fn a_preview_that_is_no_longer_true_is_shown_anew(demo: Demo) {
        let (unit, supervisor) = (new_cell(&demo, "Chi bộ Ấp Mới").await, demo.supervisor().await);
        let ids = enter(&demo, unit, &[("Lê An", "1960", "")]).await;
        let file = "Họ và tên,Ngày sinh,Số điện thoại\nLê An,1960,0912345678\n";
        let preview = brought(&supervisor, unit, "an.csv", file.as_bytes()).await;
        let before = seen(&supervisor.get(&preview).await.page(200));
        let phone = Some("0987654321".to_owned());
        demo.house().store.set_details(ids[0], &MemberDetails { birth: "1960".parse().ok(), phone, ..MemberDetails::default() }).await.unwrap();
        let page = supervisor.fill_in(&preview, &[("seen", &before)]).await.page(422);
        assert!(page.contains("đã được người khác sửa") && page.contains("0987654321 → 0912345678"), "{page}");
        assert_eq!(known(&demo, unit).await["Lê An"].details.phone.as_deref(), Some("0987654321"));
        supervisor.fill_in(&preview, &[("seen", &seen(&page))]).await.see_other();
        assert_eq!(known(&demo, unit).await["Lê An"].details.phone.as_deref(), Some("0912345678"));
    }

    async fn a_card_of_somebody_elsewhere_makes_no_second_person(demo: Demo) {
        let (unit, other) = (new_cell(&demo, "Chi bộ Ấp Mới").await, new_cell(&demo, "Chi bộ Ấp Cũ").await);
        enter(&demo, other, &[("Lê An", "1960", "41.000001")]).await;
        let supervisor = demo.supervisor().await;
        let file = "Họ và tên,Số thẻ đảng viên\nLê Văn An,041000001\n";
        let preview = brought(&supervisor, unit, "the.csv", file.as_bytes()).await;
        let page = supervisor.get(&preview).await.page(200);
        assert!(section(&page, "wrong").contains("đang là của một người ở tổ chức đảng khác") && !page.contains("Lê An"), "{page}");
        confirmed(&supervisor, &preview, &[]).await;
        assert!(known(&demo, unit).await.is_empty());
    }

    async fn a_guest_is_kept_by_the_unit_where_they_are_at_home(demo: Demo) {
        let (unit, other) = (new_cell(&demo, "Chi bộ Ấp Mới").await, new_cell(&demo, "Chi bộ Ấp Cũ").await);
        let ids = enter(&demo, other, &[("Lê An", "1960", "")]).await;
        let lend = Change::Lend { member: ids[0], from: other, to: unit };
        demo.house().store.change_organisation(NOON, NOON, &lend).await.unwrap();
        let supervisor = demo.supervisor().await;
        let file = "Họ và tên,Ngày sinh,Số điện thoại\nLê An,1960,0912345678\n";
        let preview = brought(&supervisor, unit, "khach.csv", file.as_bytes()).await;
        let page = supervisor.get(&preview).await.page(200);
        assert!(section(&page, "guests").contains("Lê An") && page.contains("không làm thay đổi danh sách"), "{page}");
        confirmed(&supervisor, &preview, &[]).await;
        let guest = &known(&demo, unit).await["Lê An"];
        assert_eq!((guest.standing, guest.details.phone.as_deref()), (Standing::Guest, None));
    }

    async fn a_file_that_cannot_be_taken_says_so_beside_its_field(demo: Demo) {
        let (unit, secretary) = (demo.cell().await, demo.secretary());
        let path = import(unit);
        for (name, bytes, words) in [
            ("mat.csv", files::SECRET.as_bytes(), "dấu chỉ độ mật"),
            ("ds.pdf", b"%PDF-1.7".as_slice(), "chép bảng trong tệp này sang Excel"),
            ("hong.xlsx", b"PK\x03\x04\x14", "bị hỏng"),
            ("khac.csv", b"Ngay,Noi dung\n1,Hop", "chưa thấy dòng tiêu đề"),
        ] {
            let page = secretary.bring(&path, &[], Some((name, bytes))).await.page(422);
            let error = page.split("id=\"file-error\">").nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
            assert!(error.split("</p>").next().unwrap().contains(words), "{name}: {error}");
            assert!(page.contains("aria-describedby=\"file-error file-hint\""), "{name}");
        }
        assert!(secretary.bring(&path, &[], None).await.page(422).contains("chưa chọn tệp"));
        let huge = vec![b' '; (8 << 20) + 1];
        assert!(secretary.bring(&path, &[], Some(("to.csv", &huge))).await.page(413).contains("lớn hơn 8 MB"));
        assert!(!secretary.get(&path).await.page(200).contains("chưa lưu"), "nothing waits");
    }

    async fn what_was_brought_is_its_authors_and_is_thrown_away_on_demand(demo: Demo) {
        let (unit, secretary) = (demo.cell().await, demo.secretary());
        let preview = brought(&secretary, unit, "ds.csv", files::WITH_CROSSES.as_bytes()).await;
        let other = demo.supervisor().await;
        assert!(other.get(&preview).await.see_other().ends_with("done=gone"), "also above, nobody sees it");
        assert!(other.fill_in(&preview, &[("seen", "x")]).await.see_other().ends_with("done=gone"));
        let roster = demo.roster().await;
        secretary.submit(&format!("{preview}/discard")).await.see_other();
        assert!(secretary.get(&preview).await.see_other().ends_with("done=gone"));
        assert_eq!(demo.roster().await, roster);
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        neighbour.get(&import(unit)).await.page(403);
        neighbour.bring(&import(unit), &[], Some(("ds.csv", b"Ho va ten\nLe An"))).await.page(403);
        demo.member().get(&format!("/units/{unit}/roster.xlsx")).await.page(403);
    }

    async fn an_export_brought_again_changes_nothing(demo: Demo) {
        let (commune, supervisor) = (demo.commune().await, demo.supervisor().await);
        let preview = brought(&supervisor, commune, "toan-xa.xlsx", &files::by_sections()).await;
        confirmed(&supervisor, &preview, &[]).await.see_other();
        let cell = demo.cell().await;
        let preview = brought(&supervisor, cell, "ds.xlsx", &files::printed_for_signing()).await;
        confirmed(&supervisor, &preview, &[]).await.see_other();
        let people = known(&demo, commune).await;
        for (unit, count) in [(commune, people.len()), (cell, known(&demo, cell).await.len())] {
            for format in ["xlsx", "csv"] {
                let export = supervisor.get(&format!("/units/{unit}/roster.{format}")).await;
                assert_eq!((export.status, export.header("cache-control")), (200, "no-store"));
                assert!(export.header("content-disposition").starts_with("attachment; filename=\"danh-sach-dang-vien."));
                let preview = brought(&supervisor, unit, &format!("x.{format}"), &export.bytes).await;
                let page = supervisor.get(&preview).await.page(200);
                assert!(page.contains(&format!("<span class=\"tag\">{count} không đổi</span></p>")), "{format}: {page}");
                assert!(page.contains("không làm thay đổi danh sách"), "{format}: {page}");
            }
        }
    }

    async fn no_cell_of_an_export_is_a_formula(demo: Demo) {
        let (unit, supervisor) = (new_cell(&demo, "Chi bộ Ấp Mới").await, demo.supervisor().await);
        let live = ["=1+1", "+84", "-2+3", "@SUM(A1)", "'=1", "=HYPERLINK(\"http://x\",\"y\")"];
        let ids = enter(&demo, unit, &live.map(|_| ("Lê An", "", ""))).await;
        for (at, (id, text)) in ids.iter().zip(live).enumerate() {
            let birth = format!("{}", 1960 + at).parse().ok();
            let (note, position) = (Some(text.to_owned()), Some(text.to_owned()));
            let details = MemberDetails { birth, note, position, ..MemberDetails::default() };
            demo.house().store.set_details(*id, &details).await.unwrap();
        }
        let csv = supervisor.get(&format!("/units/{unit}/roster.csv")).await;
        let mut reader = csv::Reader::from_reader(csv.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap());
        for record in reader.records() {
            let record = record.unwrap();
            let cells = record.iter().filter(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
            assert_eq!(cells.count(), 0, "{record:?}");
        }
        let workbook = supervisor.get(&format!("/units/{unit}/roster.xlsx")).await;
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook.bytes)).unwrap();
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            let mut text = String::new();
            if part.read_to_string(&mut text).is_ok() {
                assert!(!text.contains("<f>") && !text.contains("<f "), "{text}");
            }
        }
        for format in ["xlsx", "csv"] {
            let export = supervisor.get(&format!("/units/{unit}/roster.{format}")).await;
            let preview = brought(&supervisor, unit, &format!("x.{format}"), &export.bytes).await;
            let page = supervisor.get(&preview).await.page(200);
            assert!(page.contains("6 không đổi"), "{format} is read back as it was: {page}");
        }
    }

    async fn the_template_is_a_list_and_says_how(demo: Demo) {
        let template = demo.secretary().get("/roster-template.xlsx").await;
        assert_eq!(template.status, 200);
        let (unit, supervisor) = (new_cell(&demo, "Chi bộ Ấp Mới").await, demo.supervisor().await);
        let preview = brought(&supervisor, unit, "mau.xlsx", &template.bytes).await;
        let page = supervisor.get(&preview).await.page(200);
        assert!(page.contains("1 mới") && page.contains("Nguyễn Thị Ví Dụ") && !page.contains("chưa đúng"), "{page}");
        demo.stranger().get("/roster-template.xlsx").await.page(401);
    }

    async fn a_member_reads_what_is_known_of_them_and_nobody_else_does(demo: Demo) {
        let member = demo.find(&demo.members[0].name).await;
        let details = MemberDetails { birth: "15/05/1960".parse().ok(), phone: Some("0912345678".to_owned()), ..MemberDetails::default() };
        demo.house().store.set_details(member.id, &details).await.unwrap();
        let page = demo.member().get("/account").await.page(200);
        assert!(page.contains("15/05/1960") && page.contains("0912345678"), "{page}");
        let other = demo.as_member(demo.find(&demo.members[1].name).await.id).await;
        assert!(!other.get("/account").await.page(200).contains("0912345678"));
    }

    async fn two_and_a_half_thousand_people_are_one_list(demo: Demo) {
        let (unit, supervisor) = (new_cell(&demo, "Chi bộ Ấp Mới").await, demo.supervisor().await);
        let words = ["An", "Bình", "Chi", "Dung", "Em", "Giang", "Hà", "Kim", "Lan", "Mai", "Nga", "Oanh", "Phúc", "Quý"];
        let name = |number: usize| {
            let word = |place: usize| words[number / words.len().pow(place as u32) % words.len()];
            format!("Lê {} {} {}", word(2), word(1), word(0))
        };
        let line = |number: usize| format!("{number},{},{},{:010}\n", name(number), 1950 + number % 50, 900_000_000 + number);
        let lines: String = (1..=2_500).map(line).collect();
        let file = format!("STT,Họ và tên,Năm sinh,Số điện thoại\n{lines}");
        let preview = brought(&supervisor, unit, "to.csv", file.as_bytes()).await;
        assert!(supervisor.get(&preview).await.page(200).contains("2500 mới"));
        confirmed(&supervisor, &preview, &[]).await.see_other();
        assert_eq!(known(&demo, unit).await.len(), 2_500);
        let preview = brought(&supervisor, unit, "to.csv", file.as_bytes()).await;
        assert!(supervisor.get(&preview).await.page(200).contains("2500 không đổi"));
        let one = "Họ và tên,Năm sinh\nLê An An Bình,1951\n";
        let preview = brought(&supervisor, unit, "mot.csv", one.as_bytes()).await;
        let page = supervisor.get(&preview).await.page(200);
        assert!(page.contains("Tệp thiếu 2499 đồng chí") && !page.contains("name=\"gone-"), "rather another file");
    }
}
