//! `/members/{member}/correct`: what is known of one member, put right by hand.

use khacsau::domain::identity::MemberId;

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};

/// A whole form; every field is sent, as a browser does.
const FORM: [(&str, &str); 9] = [
    ("name", "Nguyễn Thị Ánh"),
    ("gender", "female"),
    ("birth", "15.5.60"),
    ("joined", "3/2/1985"),
    ("became-official", "1986"),
    ("card-number", "41.012 345"),
    ("phone", "912 345 678"),
    ("position", "Phó bí thư"),
    ("note", "Tổ 3"),
];

fn with<'a>(name: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    FORM.into_iter().map(|(own, kept)| (own, if own == name { value } else { kept })).collect()
}

/// What a form that is open in a tab is about.
async fn version(visitor: &Visitor, member: MemberId) -> String {
    let page = visitor.get(&format!("/members/{member}")).await.page(200);
    version_in(&page)
}

fn version_in(page: &str) -> String {
    let rest = page.split("name=\"version\" value=\"").nth(1).unwrap_or_else(|| panic!("a version: {page}"));
    rest.split('"').next().unwrap().to_owned()
}

async fn send(visitor: &Visitor, member: MemberId, version: &str, fields: &[(&str, &str)]) -> Reply {
    visitor.fill_in(&format!("/members/{member}/correct"), &[&[("version", version)], fields].concat()).await
}

#[track_caller]
fn refused(page: &str, field: &str, words: &str) {
    let error = page.split(&format!("id=\"{field}-error\">")).nth(1).unwrap_or_else(|| panic!("{field}: {page}"));
    assert!(error.split("</p>").next().unwrap().contains(words), "{field}: {error}");
    assert!(page.contains("chưa có gì thay đổi"), "{page}");
}

on_both_engines! {
    async fn what_is_known_is_corrected_read_as_a_list_is_and_says_who_did(demo: Demo) {
        let (member, secretary) = (demo.find(&demo.members[5].name).await.id, demo.secretary());
        let version = version(&secretary, member).await;
        let reply = send(&secretary, member, &version, &FORM).await;
        assert_eq!(reply.see_other(), format!("/members/{member}?done=corrected"));
        let page = secretary.get(reply.see_other()).await.page(200);
        for words in ["<h1>Nguyễn Thị Ánh</h1>", "15/05/1960", "03/02/1985", "1986", "41.012 345", "0912345678", "Phó bí thư", "Tổ 3", "Nữ"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let host = &demo.host.name;
        assert!(page.contains(&format!("02/02/2026, {host} sửa: Họ và tên, Giới tính, Ngày sinh, Ngày vào Đảng, Ngày chính thức, Số thẻ đảng viên, Số điện thoại, Chức vụ, Ghi chú")), "{page}");
        let list = secretary.get(&format!("/units/{}/members?q=anh+nguyen+thi", demo.cell().await)).await.page(200);
        assert!(list.contains("Nguyễn Thị Ánh"), "{list}");
        // Emptied and the same again: what is not changed is not said to be.
        let version = version_in(&page);
        send(&secretary, member, &version, &with("phone", "")).await.see_other();
        let page = secretary.get(&format!("/members/{member}")).await.page(200);
        assert!(!page.contains("0912345678") && page.contains(&format!("{host} sửa: Số điện thoại</li>")), "{page}");
        let details = demo.house().store.details_of(member).await.unwrap();
        assert_eq!((details.phone, details.card.as_deref()), (None, Some("41.012 345")));
        assert_eq!(demo.house().store.edits_of(member, 9).await.unwrap().len(), 2);
    }

    async fn what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(demo: Demo) {
        let (member, secretary) = (demo.find(&demo.members[5].name).await.id, demo.secretary());
        let version = version(&secretary, member).await;
        let long = "x".repeat(501);
        for (field, typed, words) in [
            ("name", "", "nhập họ và tên"),
            ("name", "123", "cần có chữ"),
            ("birth", "31/2/1960", "không phải là ngày trong lịch"),
            ("birth", "15/5/2060", "chưa thể là của một đảng viên"),
            ("joined", "3/2/1950", "không khớp với ngày sinh 15/05/1960"),
            ("became-official", "1984", "không khớp với ngày vào Đảng 03/02/1985"),
            ("joined", "hôm qua", "không phải là ngày trong lịch"),
            ("became-official", "5/15/1990", "không phải là ngày trong lịch"),
            ("card-number", "đang đổi", "không phải là số thẻ"),
            ("card-number", "4.1E+11", "làm tròn"),
            ("phone", "0168 2345 678", "11 chữ số trước năm 2018"),
            ("phone", "113", "không phải là số điện thoại"),
            ("gender", "king", "Nam hoặc Nữ"),
            ("note", &long, "dài quá 500 ký tự"),
        ] {
            let page = send(&secretary, member, &version, &with(field, typed)).await.page(422);
            refused(&page, field, words);
            assert!(page.contains("value=\"912 345 678\"") || field == "phone", "{field}: {page}");
            assert!(field == "gender" || page.contains(typed), "{field}: {page}");
        }
        let both: Vec<_> = with("phone", "113").into_iter().map(|(name, value)| (name, if name == "birth" { "x" } else { value })).collect();
        let page = send(&secretary, member, &version, &both).await.page(422);
        refused(&page, "phone", "không phải là số điện thoại");
        refused(&page, "birth", "không phải là ngày");
        assert!(demo.house().store.edits_of(member, 9).await.unwrap().is_empty());
        assert_eq!(demo.find(&demo.members[5].name).await.id, member, "the name is the old one");
    }

    async fn a_card_has_one_holder(demo: Demo) {
        let secretary = demo.secretary();
        let (one, other) = (demo.find(&demo.members[5].name).await.id, demo.find(&demo.members[6].name).await.id);
        send(&secretary, one, &version(&secretary, one).await, &FORM).await.see_other();
        let page = send(&secretary, other, &version(&secretary, other).await, &with("card-number", "041012345")).await.page(422);
        refused(&page, "card-number", "của một đồng chí khác");
        let path = format!("/units/{}/members", demo.cell().await);
        let new: Vec<_> = with("name", "Lê Mới").into_iter().chain([("on", "2/2/2026"), ("official", "yes")]).collect();
        refused(&secretary.fill_in(&path, &new).await.page(422), "card-number", "của một đồng chí khác");
        assert!(demo.roster().await.iter().all(|line| line.name != "Lê Mới"), "nobody half-entered");
    }

    async fn a_tab_that_was_left_open_overwrites_nothing(demo: Demo) {
        let (member, secretary) = (demo.find(&demo.members[5].name).await.id, demo.secretary());
        let version = version(&secretary, member).await;
        send(&secretary, member, &version, &FORM).await.see_other();
        let page = send(&secretary, member, &version, &with("phone", "0987654321")).await.page(422);
        refused(&page, "phone", "vừa được sửa ở nơi khác thành “0912345678”");
        assert!(!page.contains("id=\"birth-error\"") && page.contains("value=\"0987654321\""), "{page}");
        let kept = demo.house().store.details_of(member).await.unwrap();
        assert_eq!(kept.phone.as_deref(), Some("0912345678"));
        // Whoever has read that may go on; and the same twice is once.
        let now = version_in(&page);
        for _ in 0..2 {
            send(&secretary, member, &now, &with("phone", "0987654321")).await.see_other();
        }
        assert_eq!(demo.house().store.details_of(member).await.unwrap().phone.as_deref(), Some("0987654321"));
        assert_eq!(demo.house().store.edits_of(member, 9).await.unwrap().len(), 2);
    }

    async fn somebody_new_is_entered_with_all_that_is_known(demo: Demo) {
        let (cell, secretary) = (demo.cell().await, demo.secretary());
        let path = format!("/units/{cell}/members");
        let id = uuid::Uuid::now_v7().to_string();
        let fields = |name: &str, value: &'static str| -> Vec<(&'static str, String)> {
            let own = [("new", id.clone()), ("on", "1/2/2026".to_owned()), ("official", "no".to_owned())];
            own.into_iter().chain(with(name, value).into_iter().map(|(name, value)| (name, value.to_owned()))).collect()
        };
        let send = async |fields: &[(&'static str, String)]| {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            secretary.fill_in(&path, &fields).await
        };
        let page = send(&fields("phone", "113")).await.page(422);
        refused(&page, "phone", "không phải là số điện thoại");
        assert!(page.contains("value=\"15.5.60\"") && page.contains("value=\"Nguyễn Thị Ánh\""), "{page}");
        send(&fields("", "")).await.see_other();
        let page = secretary.get(&format!("/members/{id}")).await.page(200);
        for words in ["Dự bị", "15/05/1960", "0912345678", "41.012 345"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }
}
