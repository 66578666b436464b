//! `/units/{unit}/members` and `/members/{member}`: who belongs where, and what is entered about them.

use khacsau::domain::identity::{MemberId, UnitId};
use khacsau::domain::name::sort_key;
use khacsau::domain::role::{Grant, Role};
use khacsau::domain::time::Millis;
use khacsau::store::NewMember;

use crate::api::demo::Demo;
use crate::api::visitor::Visitor;
use crate::harness::NOON;

const DAY: i64 = 24 * 60 * 60;

async fn list(visitor: &Visitor, unit: UnitId, query: &str) -> String {
    visitor.get(&format!("/units/{unit}/members{query}")).await.page(200)
}

/// The names of a list, in its order.
fn names(page: &str) -> Vec<String> {
    let lines = page.split("class=\"lines people\"").nth(1).unwrap_or_default().split("</ul>").next().unwrap();
    let heads = lines.split("<h3>").skip(1).map(|rest| rest.split("</h3>").next().unwrap());
    heads.map(|head| head.trim_end_matches("</a>").rsplit('>').next().unwrap().to_owned()).collect()
}

async fn enter(demo: &Demo, unit: UnitId, names: &[&str]) -> Vec<MemberId> {
    let member = |name: &&str| NewMember {
        id: MemberId(uuid::Uuid::now_v7()),
        sort_key: sort_key(name),
        name: (*name).to_owned(),
        unit,
        official: true,
    };
    let members: Vec<_> = names.iter().map(member).collect();
    demo.house().store.insert_members(&members, NOON - Millis::seconds(DAY)).await.unwrap();
    members.into_iter().map(|member| member.id).collect()
}

#[track_caller]
fn refused(page: &str, field: &str, words: &str) {
    let error = page.split(&format!("id=\"{field}-error\">")).nth(1).unwrap_or_else(|| panic!("{field}: {page}"));
    assert!(error.split("</p>").next().unwrap().contains(words), "{field}: {error}");
    assert!(page.contains("chưa có gì thay đổi"), "{page}");
}

on_both_engines! {
    async fn the_list_stands_in_the_vietnamese_order_and_is_searched_without_marks(demo: Demo) {
        let cell = demo.cell().await;
        enter(&demo, cell, &["Lê Thúy Đạt", "Đinh Ân", "Đinh An", "Bùi Ý"]).await;
        let page = list(&demo.secretary(), cell, "").await;
        let shown = names(&page);
        assert_eq!(shown.len(), 28);
        let mut ordered = shown.clone();
        ordered.sort_by_key(|name| sort_key(name));
        assert_eq!(shown, ordered, "given name first");
        let place = |name: &str| shown.iter().position(|other| other == name).unwrap();
        assert!(place("Đinh An") < place("Đinh Ân") && place("Đinh Ân") < place("Lê Thúy Đạt") && place("Bùi Ý") == 27);
        assert!(page.contains("28 đảng viên: 28 chính thức, 0 dự bị"), "{page}");
        for (typed, found) in [("dat+le", 1), ("THUY", 1), ("thu%C3%BD+dat", 1), ("at", 0)] {
            let page = list(&demo.secretary(), cell, &format!("?q={typed}")).await;
            let here = names(&page).into_iter().filter(|name| name == "Lê Thúy Đạt").count();
            assert_eq!(here, found, "{typed}: {page}");
        }
        let nobody = list(&demo.secretary(), cell, "?q=xyz").await;
        assert!(nobody.contains("Không có ai như vậy"), "{nobody}");
    }

    async fn a_ward_of_two_and_a_half_thousand_is_read_by_the_hundred(demo: Demo) {
        let commune = demo.commune().await;
        let many: Vec<String> = (0..2_406).map(|number| format!("Nguyễn Văn An {number:04}")).collect();
        let cells = demo.house().store.units_below(commune).await.unwrap();
        for (part, line) in many.chunks(802).zip(&cells) {
            enter(&demo, line.unit.id, &part.iter().map(String::as_str).collect::<Vec<_>>()).await;
        }
        let supervisor = demo.supervisor().await;
        let mut read = Vec::new();
        for page in 1..=25 {
            let text = list(&supervisor, commune, &format!("?page={page}")).await;
            assert!(text.contains("2500 đảng viên") && text.contains(&format!("trang {page} trên 25")), "{text}");
            assert_eq!(text.contains("rel=\"next\""), page < 25);
            read.extend(names(&text));
        }
        assert_eq!(read.len(), 2_500);
        let mut ordered = read.clone();
        ordered.sort_by_key(|name| sort_key(name));
        assert_eq!(read, ordered);
        let found = list(&supervisor, commune, "?q=an+1234").await;
        assert_eq!(names(&found), ["Nguyễn Văn An 1234"]);
        assert!(list(&supervisor, commune, "?page=999&show=rubbish").await.contains("trang 25 trên 25"));
    }

    async fn a_filter_shows_only_those_it_is_about(demo: Demo) {
        let (cell, store) = (demo.cell().await, &demo.house().store);
        let ill = demo.find(&demo.members[2].name).await;
        store.set_excuse(ill.id, Some("ill")).await.unwrap();
        let away = demo.find(&demo.members[3].name).await;
        store.disable_member(away.id, NOON).await.unwrap();
        let secretary = demo.secretary();
        let excused = list(&secretary, cell, "?show=excused").await;
        assert_eq!(names(&excused), [ill.name.as_str()]);
        assert!(excused.contains("Ốm đau") && excused.contains("1 đồng chí có lý do vắng"), "{excused}");
        let disabled = list(&secretary, cell, "?show=disabled").await;
        assert_eq!(names(&disabled), [away.name.as_str()]);
        assert!(names(&list(&secretary, cell, "?show=guests").await).is_empty());
        for (on, words) in [("3/2/2026", "Ngày này chưa tới"), ("x", "theo mẫu 1/3/2026")] {
            let page = secretary.get(&format!("/units/{cell}/members?on={on}")).await.page(422);
            assert!(page.contains("id=\"on-error\"") && page.contains(words) && names(&page).len() == 24, "{page}");
        }
    }

    async fn one_member_is_entered_with_a_name_a_standing_and_a_date(demo: Demo) {
        let cell = demo.cell().await;
        let (secretary, path) = (demo.secretary(), format!("/units/{cell}/members"));
        let id = uuid::Uuid::now_v7().to_string();
        let good = [("new", id.as_str()), ("name", "  Đỗ  Văn\u{a0}Mới "), ("official", "no"), ("on", "1/2/2026")];
        let with = |name: &'static str, value: &'static str| good.map(|(own, kept)| (own, if own == name { value } else { kept }));
        for (name, value, words) in [
            ("name", " ", "nhập họ và tên"),
            ("name", "123", "cần có chữ"),
            ("on", "30/2/2026", "theo mẫu 15/5/2016"),
            ("on", "9/9/2026", "Ngày này chưa tới"),
            ("on", "1/1/1990", "đã có thay đổi ghi từ ngày"),
        ] {
            let page = secretary.fill_in(&path, &with(name, value)).await.page(422);
            refused(&page, name, words);
        }
        assert_eq!(names(&list(&secretary, cell, "").await).len(), 24, "what was refused entered nobody");
        for _ in 0..2 {
            let reply = secretary.fill_in(&path, &good).await;
            assert_eq!(reply.see_other(), format!("/members/{id}?done=added"), "a second click enters nobody twice");
        }
        let page = secretary.get(&format!("/members/{id}")).await.page(200);
        assert!(page.contains("<h1>Đỗ Văn Mới</h1>") && page.contains("Dự bị") && page.contains("Từ 01/02/2026"), "{page}");
        assert!(names(&list(&secretary, cell, "?on=31/1/2026").await).iter().all(|name| name != "Đỗ Văn Mới"));
        assert!(names(&list(&secretary, cell, "?show=probation").await) == ["Đỗ Văn Mới"]);

        // Another one of the same name is asked about.
        let other = [("name", "đỗ văn mới"), ("official", "yes"), ("on", "1/2/2026")];
        let page = secretary.fill_in(&path, &other).await.page(422);
        refused(&page, "same", "đã có một đồng chí tên như vậy");
        secretary.fill_in(&path, &[&other[..], &[("same", "yes")]].concat()).await.see_other();
        assert_eq!(names(&list(&secretary, cell, "?q=moi").await).len(), 2);
    }

    async fn a_probationer_becomes_official_and_the_time_before_stays(demo: Demo) {
        let cell = demo.cell().await;
        let id = uuid::Uuid::now_v7().to_string();
        let secretary = demo.secretary();
        let fields = [("new", id.as_str()), ("name", "Đỗ Văn Mới"), ("official", "no"), ("on", "1/1/2026")];
        secretary.fill_in(&format!("/units/{cell}/members"), &fields).await.see_other();
        let path = format!("/members/{id}/official");
        refused(&secretary.fill_in(&path, &[("official-on", "1/1/2020")]).await.page(422), "official-on", "đã có thay đổi");
        secretary.fill_in(&path, &[("official-on", "1/2/2026")]).await.see_other();
        let page = secretary.get(&format!("/members/{id}")).await.page(200);
        assert!(page.contains("Từ 01/01/2026 đến 01/02/2026") && page.contains("dự bị (được công nhận chính thức)"), "{page}");
        assert_eq!(names(&list(&secretary, cell, "?on=31/1/2026&show=probation").await), ["Đỗ Văn Mới"]);
        assert!(names(&list(&secretary, cell, "?show=probation").await).is_empty());
        assert_eq!(names(&list(&secretary, cell, "").await).len(), 25, "and is one person still");
    }

    async fn a_member_is_transferred_and_was_where_they_were(demo: Demo) {
        let (cell, beside) = (demo.cell().await, demo.neighbour().await.unit);
        let member = demo.find(&demo.members[4].name).await;
        let supervisor = demo.supervisor().await;
        let path = format!("/members/{}/transfer", member.id);
        let to = beside.to_string();
        for (fields, field, words) in [
            ([("transfer-to", ""), ("transfer-on", "1/2/2026")], "transfer-to", "chọn trong danh sách"),
            ([("transfer-to", to.as_str()), ("transfer-on", "x")], "transfer-on", "theo mẫu"),
            ([("transfer-to", to.as_str()), ("transfer-on", "9/9/2062")], "transfer-on", "còn quá xa"),
            ([("transfer-to", &cell.to_string()), ("transfer-on", "1/2/2026")], "transfer-to", "đã được ghi rồi"),
        ] {
            refused(&supervisor.fill_in(&path, &fields).await.page(422), field, words);
        }
        let fields = [("transfer-to", to.as_str()), ("transfer-on", "1/2/2026")];
        // A secretary gives nobody away to where they keep no roster.
        let page = demo.secretary().fill_in(&path, &fields).await.page(422);
        assert!(page.contains("chưa có gì thay đổi") && page.contains("chọn trong danh sách"), "{page}");
        supervisor.fill_in(&path, &fields).await.see_other();
        let page = supervisor.get(&format!("/members/{}", member.id)).await.page(200);
        assert!(page.contains("đến 01/02/2026: Chi bộ Trường Tiểu học Hòa Mỹ, sinh hoạt chính thức (chuyển sinh hoạt)"), "{page}");
        let secretary = demo.secretary();
        secretary.get(&format!("/members/{}", member.id)).await.page(403);
        let march = list(&secretary, cell, "?on=31/1/2026").await;
        assert!(names(&march).contains(&member.name) && !march.contains(&format!("/members/{}\"", member.id)), "{march}");
        assert!(!names(&list(&secretary, cell, "").await).contains(&member.name));
        assert!(names(&list(&supervisor, beside, "").await).contains(&member.name));
    }

    async fn a_member_stays_elsewhere_for_a_while_and_comes_back(demo: Demo) {
        let (cell, beside) = (demo.cell().await, demo.neighbour().await.unit);
        let member = demo.find(&demo.members[4].name).await;
        let supervisor = demo.supervisor().await;
        let at = |what: &str| format!("/members/{}/{what}", member.id);
        let fields = [("lend-to", beside.to_string()), ("lend-on", "1/2/2026".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        supervisor.fill_in(&at("lend"), &fields).await.see_other();
        let guests = list(&supervisor, beside, "?show=guests").await;
        assert_eq!(names(&guests), [member.name.as_str()]);
        assert!(guests.contains("1 đồng chí sinh hoạt tạm thời"), "{guests}");
        let all = list(&supervisor, demo.commune().await, "").await;
        assert!(all.contains("94 đảng viên"), "a guest is counted once: {all}");
        supervisor.fill_in(&at("lend"), &fields).await.page(422);
        let host = demo.as_member(demo.house().store.role_holders(beside).await.unwrap().into_iter().find(|it| it.role == Role::Secretary).unwrap().member).await;
        let page = host.get(&format!("/members/{}", member.id)).await.page(200);
        assert!(page.contains("Tạm thời tại") && !page.contains("Sửa thông tin") && page.contains("Trở về nơi sinh hoạt"), "{page}");
        host.fill_in(&at("correct"), &[("name", "Tên khác")]).await.page(403);
        host.fill_in(&at("return"), &[("return-on", "2/2/2026")]).await;
        assert!(names(&list(&supervisor, beside, "?show=guests").await).is_empty());
        assert!(names(&list(&supervisor, cell, "").await).contains(&member.name));
    }

    async fn whoever_leaves_is_signed_out_and_may_be_taken_in_again(demo: Demo) {
        let cell = demo.cell().await;
        let member = demo.find(&demo.members[0].name).await;
        let secretary = demo.secretary();
        let at = |what: &str| format!("/members/{}/{what}", member.id);
        refused(&secretary.fill_in(&at("leave"), &[("leave-ending", "merged"), ("leave-on", "2/2/2026")]).await.page(422), "leave-ending", "chọn trong danh sách");
        demo.member().get("/api/me").await.ok();
        secretary.fill_in(&at("leave"), &[("leave-ending", "moved_away"), ("leave-on", "2/2/2026")]).await.see_other();
        assert_eq!(demo.member().get("/api/me").await.status, 401);
        assert!(!names(&list(&secretary, cell, "").await).contains(&member.name));
        assert!(names(&list(&secretary, cell, "?on=1/2/2026").await).contains(&member.name));
        let page = secretary.get(&format!("/members/{}", member.id)).await.page(200);
        assert!(page.contains("Hiện không còn trong danh sách") && page.contains("chuyển đi nơi khác") && page.contains("Tiếp nhận lại"), "{page}");
        let fields = [("admit-to", cell.to_string()), ("admit-on", "2/2/2026".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        secretary.fill_in(&at("admit"), &fields).await.see_other();
        assert!(names(&list(&secretary, cell, "").await).contains(&member.name));
        secretary.fill_in(&at("admit"), &fields).await.page(422);
    }

    async fn an_excuse_says_whether_it_counts(demo: Demo) {
        let member = demo.find(&demo.members[5].name).await;
        let secretary = demo.secretary();
        let at = |what: &str| format!("/members/{}/{what}", member.id);
        let page = secretary.get(&format!("/members/{}", member.id)).await.page(200);
        for words in ["Ốm đau: vẫn tính vào tỷ lệ dự thi", "Được miễn sinh hoạt: không tính vào tỷ lệ dự thi"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        refused(&secretary.fill_in(&at("excuse"), &[("excuse", "lazy")]).await.page(422), "excuse", "trong danh sách");
        secretary.fill_in(&at("excuse"), &[("excuse", "exempt")]).await.see_other();
        let excuse = async || demo.roster().await.into_iter().find(|line| line.id == member.id).unwrap().excuse;
        assert_eq!(excuse().await.as_deref(), Some("exempt"));
        secretary.fill_in(&at("excuse"), &[("excuse", "")]).await.see_other();
        assert_eq!(excuse().await, None);
    }

    async fn roles_are_given_and_taken_back_on_the_members_page(demo: Demo) {
        let cell = demo.cell().await;
        let member = demo.find(&demo.members[0].name).await.id;
        let secretary = demo.secretary();
        let page = secretary.get(&format!("/members/{member}")).await.page(200);
        assert!(page.contains("value=\"committee\"") && !page.contains("value=\"supervisor\""), "only what one may give: {page}");
        let path = format!("/members/{member}/roles");
        let at = cell.to_string();
        for role in ["committee", "committee"] {
            secretary.fill_in(&path, &[("role", role), ("role-at", &at)]).await.see_other();
        }
        for role in ["secretary", "supervisor", "administrator", "king", ""] {
            refused(&secretary.fill_in(&path, &[("role", role), ("role-at", &at)]).await.page(422), "role-at", "không giao được");
        }
        let grant = Grant { role: Role::Committee, unit: cell };
        assert_eq!(demo.house().store.grants_of(member).await.unwrap(), [grant]);
        let withdraw = format!("{path}/withdraw");
        secretary.fill_in(&withdraw, &[("role", "committee"), ("unit", &at)]).await.see_other();
        assert!(demo.house().store.grants_of(member).await.unwrap().is_empty());
        demo.supervisor().await.fill_in(&path, &[("role", "secretary"), ("role-at", &at)]).await.see_other();
        // Whoever ranks as high is out of reach now.
        let page = secretary.get(&format!("/members/{member}")).await.page(200);
        assert!(!page.contains("Ngừng tài khoản") && !page.contains("Làm thẻ mời mới"), "{page}");
        for what in ["disable", "card", "leave", "roles"] {
            secretary.fill_in(&format!("/members/{member}/{what}"), &[("leave-ending", "ended")]).await.page(403);
        }
    }

    async fn an_account_is_closed_and_opened_again(demo: Demo) {
        let member = demo.find(&demo.members[0].name).await.id;
        let secretary = demo.secretary();
        secretary.submit(&format!("/members/{member}/disable")).await.see_other();
        assert_eq!(demo.member().get("/api/me").await.status, 401);
        let page = secretary.get(&format!("/members/{member}")).await.page(200);
        assert!(page.contains("Đã ngừng từ ngày 02/02/2026") && page.contains("Mở lại tài khoản"), "{page}");
        secretary.submit(&format!("/members/{member}/enable")).await.see_other();
        demo.as_member(member).await.get("/api/me").await.ok();
    }

    async fn a_neighbour_sees_nobody_of_a_cell(demo: Demo) {
        let cell = demo.cell().await;
        let member = demo.find(&demo.members[0].name).await.id;
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        for path in [format!("/units/{cell}/members"), format!("/units/{cell}/cards"), format!("/members/{member}")] {
            neighbour.get(&path).await.page(403);
            demo.committee().get(&path).await.page(403);
            demo.member().get(&path).await.page(403);
        }
        neighbour.fill_in(&format!("/members/{member}/correct"), &[("name", "Tên khác")]).await.page(403);
        neighbour.get(&format!("/members/{}", uuid::Uuid::now_v7())).await.page(404);
        demo.member().get(&format!("/members/{}", uuid::Uuid::now_v7())).await.page(403);
    }
}
