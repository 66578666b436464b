//! `/units/{unit}/bank/import` and what lies below it.

use std::path::Path;

use khacsau::domain::bank::ReviewState;
use khacsau::domain::identity::DocumentId;
use khacsau::domain::question::Difficulty;
use khacsau::domain::time::Millis;
use khacsau::store::{DraftKind, KeptQuestion};

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::until;

const TEXT: &str = "Câu 1: Chi bộ họp thường lệ bao lâu một lần?\nA. Mỗi tháng\nB. Mỗi quý\nĐáp án: A\n\
    Nguồn: Nghị quyết số 12-NQ/CB\n\n\
    Câu 2: Ai quyết định kết nạp đảng viên?\nA. Chi ủy\nB. Cấp ủy có thẩm quyền\n\n\
    Câu 3: Chi ủy do đại hội chi bộ bầu.\nA. Đúng\nB. Sai\nĐáp án: A\n";

fn sample(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/bank_samples").join(name);
    std::fs::read(path).expect("a sample")
}

async fn desk(demo: &Demo) -> String {
    format!("/units/{}/bank/import", demo.cell().await)
}

/// Brings a file, and returns the address of its import.
async fn bring(demo: &Demo, visitor: &Visitor, fields: &[(&str, &str)], file: (&str, &[u8])) -> String {
    visitor.bring(&desk(demo).await, fields, Some(file)).await.see_other().to_owned()
}

async fn paste(demo: &Demo, visitor: &Visitor, text: &str, document: Option<DocumentId>) -> String {
    let document = document.map(|id| id.to_string()).unwrap_or_default();
    let fields = [("text", text), ("document", document.as_str()), ("topic", "Tháng 3"), ("difficulty", "easy")];
    visitor.bring(&desk(demo).await, &fields, None).await.see_other().to_owned()
}

/// What imports have brought to the cell's bank, in its order.
async fn gained(demo: &Demo) -> Vec<KeptQuestion> {
    let mut bank = demo.house().store.questions_for(demo.cell().await).await.expect("a bank");
    bank.retain(|question| question.import.is_some());
    bank
}

/// The questions of a page, each as its own piece of it.
fn questions(page: &str) -> Vec<&str> {
    page.split("id=\"cau-").skip(1).map(|rest| rest.split("</li>\n      <li class=\"card").next().unwrap()).collect()
}

/// Everything that the fields of a question's page hold, as a browser sends it back.
fn fields(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let form = page.split("name=\"edition\"").nth(1).expect("a form");
    let value = |text: &str| {
        text.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    found.push(("edition".to_owned(), value(form)));
    for area in form.split("<textarea ").skip(1) {
        let name = area.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
        let text = area.split_once(">\n").unwrap().1.split("</textarea>").next().unwrap();
        found.push((name.to_owned(), text.to_owned()));
    }
    for input in form.split("<input ").skip(1).map(|rest| rest.split('>').next().unwrap()) {
        let name = input.split("name=\"").nth(1).unwrap_or_default().split('"').next().unwrap();
        if !input.contains("type=\"checkbox\"") || input.contains(" checked") {
            found.push((name.to_owned(), value(input)));
        }
    }
    for select in form.split("<select ").skip(1) {
        let name = select.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
        let options = select.split("</select>").next().unwrap();
        let chosen = options.split("<option ").find(|option| option.contains(" selected")).unwrap_or_default();
        found.push((name.to_owned(), value(chosen)));
    }
    found
}

/// Opens a question, changes some of its fields, and sends it.
async fn mend(visitor: &Visitor, address: &str, changes: &[(&str, &str)]) -> Reply {
    let mut kept = fields(&visitor.get(address).await.page(200));
    for (name, value) in changes {
        match kept.iter_mut().find(|(own, _)| own == name) {
            Some((_, kept)) if *name != "right" => (*value).clone_into(kept),
            _ => kept.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    let fields: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.fill_in(address, &fields).await
}

on_both_engines! {
    async fn a_file_is_looked_through_mended_and_kept_in_its_order(demo: Demo) {
        let (committee, document) = (demo.committee(), demo.document_of_the_cell().await);
        let fields = [("document", &*document.to_string()), ("topic", " Tháng 3 "), ("difficulty", "hard")];
        let import = bring(&demo, &committee, &fields, ("05-de-thi-in-dam.docx", &sample("05-de-thi-in-dam.docx"))).await;
        let page = committee.get(&import).await.page(200);
        assert!(page.contains("Đọc được <b>8</b> câu") && page.contains("<b>2</b> câu cần sửa"), "{page}");
        assert_eq!(page.matches("name=\"tick\"").count(), 6, "what has a problem cannot be ticked");
        assert_eq!(page.matches(" checked").count(), 5, "what is good and new is ticked");
        let shown = questions(&page);
        let known: Vec<_> = shown.iter().filter(|question| question.contains("Ngân hàng đã có câu hỏi này")).collect();
        assert!(known.len() == 1 && !known[0].contains(" checked"), "what the bank has is left to the reader");
        assert!(shown[3].contains("Cần sửa:") && shown[3].contains("chưa ghi đáp án") && shown[3].contains("đoạn"), "{}", shown[3]);
        assert!(shown[0].contains("✓ Đúng") && shown[0].contains("Nguyên văn trong tệp") && shown[0].contains("Tháng 3"), "{}", shown[0]);
        assert!(gained(&demo).await.is_empty(), "nothing is kept before it is confirmed");

        let next = mend(&committee, &format!("{import}/questions/4"), &[("right", "1"), ("then", "next")]).await;
        assert_eq!(next.see_other(), format!("{import}/questions/5"), "the next one that has to be mended");
        let back = mend(&committee, &format!("{import}/questions/5"), &[("right", "0"), ("stem", "Câu đã viết lại?"), ("then", "back")]).await;
        assert_eq!(back.see_other(), format!("{import}?page=1&done=mended#cau-5"), "the same place in the list");
        let page = committee.get(&import).await.page(200);
        assert!(!page.contains("Cần sửa:") && page.contains("Câu đã viết lại?"), "{page}");

        demo.clock.advance(Millis::seconds(60));
        let shown: Vec<(&str, &str)> = ["1", "2", "3", "4", "5", "6", "7", "8"].iter().flat_map(|n| [("shown", *n), ("tick", *n)]).filter(|field| *field != ("tick", "2")).collect();
        let said = [("document", fields[0].1), ("topic", "Tháng 3"), ("difficulty", "hard"), ("do", "keep")];
        let kept = committee.fill_in(&import, &[shown.as_slice(), &said].concat()).await;
        assert_eq!(kept.see_other(), import);
        let result = committee.get(&import).await.page(200);
        assert!(result.contains("<b>7 câu hỏi đã vào ngân hàng</b>") && result.contains("/bank?import="), "{result}");
        let gained = gained(&demo).await;
        assert_eq!(gained.len(), 7);
        let listed = result.split("href=\"").find(|way| way.contains("/bank?import=")).expect("a way to them");
        let list = committee.get(listed.split('"').next().unwrap()).await.page(200);
        assert!(list.contains("Tìm thấy 7 câu") && list.contains("Câu đã viết lại?"), "{list}");
        let author = demo.find(&demo.committee.name).await.id;
        assert!(gained.iter().all(|question| question.author == author));
        assert_eq!(gained[3].revision.stem, "Câu đã viết lại?");
        let first = &gained[0];
        assert_eq!((first.document, first.topic.as_str(), first.difficulty), (document, "Tháng 3", Some(Difficulty::Hard)));
        assert_eq!((first.state, first.revision_number, first.saved_at), (ReviewState::Draft, 1, demo.house().auth.now()));
        let again = committee.bring(&desk(&demo).await, &fields, Some(("lai.docx", &sample("05-de-thi-in-dam.docx")))).await;
        let page = committee.get(again.see_other()).await.page(200);
        let known = questions(&page);
        assert!(known[2].contains(&format!("câu số {}", gained[1].number)) && !known[2].contains(" checked"), "{}", known[2]);
        assert_eq!(page.matches(" checked").count(), 1, "only what was left out is new");
    }

    async fn a_document_that_a_source_names_is_proposed_and_the_others_need_one(demo: Demo) {
        let (committee, document) = (demo.committee(), demo.document_of_the_cell().await);
        let import = paste(&demo, &committee, TEXT, None).await;
        let page = committee.get(&import).await.page(200);
        let shown = questions(&page);
        assert!(shown[0].contains("12-NQ/CB <span class=\"tag\">Đề xuất theo nguồn</span>"), "{}", shown[0]);
        assert!(shown[2].contains("Chưa chọn"), "{}", shown[2]);
        let ticks = [("shown", "1"), ("shown", "3"), ("tick", "1"), ("tick", "3"), ("topic", "Riêng"), ("do", "submit")];
        let refused = committee.fill_in(&import, &ticks).await.page(422);
        let error = refused.split("id=\"document-error\">").nth(1).expect("an error beside the field");
        assert!(error.starts_with("1 câu đã chọn chưa gắn với văn bản"), "{error}");
        assert!(refused.contains("value=\"Riêng\"") && refused.matches(" checked").count() == 2, "nothing is lost");
        assert!(gained(&demo).await.is_empty());
        let document = document.to_string();
        committee.fill_in(&import, &[&ticks[..], &[("document", document.as_str())]].concat()).await.see_other();
        let gained = gained(&demo).await;
        assert_eq!(gained.iter().map(|kept| kept.state).collect::<Vec<_>>(), [ReviewState::Submitted; 2]);
        assert_eq!((gained[1].topic.as_str(), gained[1].document.to_string()), ("Riêng", document));
    }

    async fn what_is_confirmed_twice_is_kept_once(demo: Demo) {
        let (committee, document) = (demo.committee(), demo.document_of_the_cell().await);
        let import = paste(&demo, &committee, TEXT, Some(document)).await;
        let document = document.to_string();
        let fields = [("shown", "1"), ("shown", "3"), ("tick", "1"), ("tick", "3"), ("document", &document), ("do", "keep")];
        let presses = [committee.fill_in(&import, &fields), committee.fill_in(&import, &fields), committee.fill_in(&import, &fields)];
        for press in futures_util::future::join_all(presses).await {
            assert_eq!(press.see_other(), import);
        }
        assert_eq!(gained(&demo).await.len(), 2);
        // A tab that was left open is led to what became of it.
        assert_eq!(committee.fill_in(&import, &fields).await.see_other(), import);
        assert!(committee.get(&import).await.page(200).contains("<b>2 câu hỏi đã vào ngân hàng</b>"));
        committee.get(&format!("{import}/questions/1")).await.page(404);
        assert_eq!(gained(&demo).await.len(), 2);
    }

    async fn nothing_is_kept_without_a_tick_and_ticks_stay_from_day_to_day(demo: Demo) {
        let (committee, document) = (demo.committee(), demo.document_of_the_cell().await);
        let import = paste(&demo, &committee, TEXT, Some(document)).await;
        let document = document.to_string();
        let none = [("shown", "1"), ("shown", "3"), ("document", document.as_str()), ("do", "keep")];
        let refused = committee.fill_in(&import, &none).await.page(422);
        assert!(refused.contains("Chưa có câu nào được chọn"), "{refused}");
        // A question with a problem is not taken, whatever is sent.
        let wrong = [&none[..], &[("shown", "2"), ("tick", "2")]].concat();
        committee.fill_in(&import, &wrong).await.page(422);
        let later = [("shown", "1"), ("shown", "3"), ("tick", "3"), ("document", document.as_str()), ("do", "later")];
        committee.fill_in(&import, &later).await.see_other();
        demo.clock.advance(Millis::seconds(24 * 3_600));
        let committee = demo.as_member(demo.find(&demo.committee.name).await.id).await;
        let desk = committee.get(&desk(&demo).await).await.page(200);
        assert!(desk.contains(&import) && desk.contains("Văn bản đã dán") && desk.contains("3 câu, đã chọn 1"), "{desk}");
        let page = committee.get(&import).await.page(200);
        assert_eq!(page.matches(" checked").count(), 1, "{page}");
        assert!(committee.fill_in(&import, &[("do", "mend-2")]).await.see_other().ends_with("/questions/2"));
        assert!(gained(&demo).await.is_empty());
    }

    async fn a_question_is_mended_with_its_mistakes_beside_the_fields_and_in_one_tab_at_a_time(demo: Demo) {
        let committee = demo.committee();
        let import = paste(&demo, &committee, TEXT, None).await;
        let address = format!("{import}/questions/2");
        let page = committee.get(&address).await.page(200);
        assert!(page.contains("chưa ghi đáp án") && page.contains("Câu 2: Ai quyết định kết nạp đảng viên?"), "{page}");
        let refused = mend(&committee, &address, &[("stem", "Viết lại?")]).await.page(422);
        assert!(refused.contains("id=\"options-error\"") && refused.contains("Viết lại?"), "{refused}");
        let secret = mend(&committee, &address, &[("right", "1"), ("explanation", "Theo\nTUYỆT MẬT\n")]).await.page(422);
        assert!(secret.contains("dấu chỉ độ mật"), "{secret}");
        assert!(committee.get(&import).await.page(200).contains("Cần sửa:"), "what was refused is not taken over");

        let old: Vec<(String, String)> = fields(&committee.get(&address).await.page(200));
        mend(&committee, &address, &[("right", "1"), ("stem", "Tab thứ nhất?")]).await.see_other();
        let slower = |edition: &str| {
            let mut typed = old.clone();
            typed[0].1 = edition.to_owned();
            typed.retain(|(name, _)| name != "stem");
            typed.extend([("stem".to_owned(), "Tab thứ hai?".to_owned()), ("right".to_owned(), "0".to_owned())]);
            typed
        };
        let send = async |typed: Vec<(String, String)>| {
            let typed: Vec<_> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            committee.fill_in(&address, &typed).await
        };
        let told = send(slower("1")).await.page(409);
        assert!(told.contains("vừa được sửa ở một trang khác") && told.contains("Tab thứ hai?"), "{told}");
        assert!(committee.get(&import).await.page(200).contains("Tab thứ nhất?"));
        send(slower("2")).await.see_other();
        assert!(committee.get(&import).await.page(200).contains("Tab thứ hai?"));
    }

    async fn an_import_is_its_authors_alone_and_can_be_thrown_away(demo: Demo) {
        let committee = demo.committee();
        let import = paste(&demo, &committee, TEXT, None).await;
        for (visitor, status) in [(demo.secretary(), 404), (demo.member(), 403)] {
            visitor.get(&import).await.page(status);
            visitor.get(&format!("{import}/questions/1")).await.page(status);
            visitor.fill_in(&format!("{import}/questions/1"), &[("stem", "x")]).await.page(status);
        }
        demo.secretary().submit(&format!("{import}/discard")).await.see_other();
        let mine = demo.find(&demo.committee.name).await.id;
        let waiting = async || demo.house().store.drafts_of(mine, DraftKind::BankImport).await.unwrap().len();
        assert_eq!(waiting().await, 1, "somebody else's press throws nothing away");
        // The same import under another unit's address is not there.
        let elsewhere = import.replace(&demo.cell().await.to_string(), &demo.commune().await.to_string());
        demo.supervisor().await.get(&elsewhere).await.page(404);
        let done = committee.submit(&format!("{import}/discard")).await;
        let page = committee.get(done.see_other()).await.page(200);
        assert!(page.contains("Đã bỏ lần nhập") && !page.contains("Nhập tiếp"), "{page}");
        assert_eq!(waiting().await, 0);
        committee.get(&import).await.page(404);
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        neighbour.bring(&desk(&demo).await, &[("text", TEXT)], None).await.page(403);
    }

    async fn what_another_tab_has_kept_is_not_said_to_be_thrown_away(demo: Demo) {
        let committee = demo.committee();
        let document = demo.document_of_the_cell().await;
        let import = paste(&demo, &committee, TEXT, Some(document)).await;
        let document = document.to_string();
        let form = [("shown", "1"), ("tick", "1"), ("document", document.as_str()), ("do", "keep")];
        committee.fill_in(&import, &form).await.see_other();
        let kept = gained(&demo).await.len();
        assert!(kept > 0);
        let reply = committee.submit(&format!("{import}/discard")).await;
        assert_eq!(reply.see_other(), import);
        let page = committee.get(&import).await.page(200);
        assert!(page.contains("Đã nhập câu hỏi") && !page.contains("Đã bỏ lần nhập"), "{page}");
        assert_eq!(gained(&demo).await.len(), kept);
    }

    async fn what_a_committee_above_is_still_working_on_is_not_told_by_what_is_known(demo: Demo) {
        let store = &demo.house().store;
        let above = store.questions_for(demo.commune().await).await.unwrap().remove(0);
        let text = format!("Câu 1: {}\nA. Một\nB. Hai\nĐáp án: A\n", above.revision.stem);
        let told = format!("Ngân hàng đã có câu hỏi này: câu số {}.", above.number);
        let page = async || {
            let import = paste(&demo, &demo.committee(), &text, None).await;
            demo.committee().get(&import).await.page(200)
        };
        assert!(page().await.contains(&told), "what is approved above is known below");
        store.move_question(above.id, above.revision_number, ReviewState::Approved, ReviewState::Draft).await.unwrap();
        let page = page().await;
        assert!(!page.contains(&told), "{page}");
    }

    async fn what_cannot_be_read_is_said_in_its_own_words_and_the_rest_of_the_form_stays(demo: Demo) {
        let committee = demo.committee();
        let document = demo.document_of_the_cell().await.to_string();
        let belonging = [("document", document.as_str()), ("topic", "Tháng 9"), ("difficulty", "hard")];
        let bomb = bomb();
        for (name, bytes, status, words) in [
            ("14.docx", sample("14-cau-hoi-thang-9.docx"), 422, "bảng mã cũ (TCVN3 hoặc VNI)"),
            ("15.docx", sample("15-cau-hoi-tim-hieu.docx"), 422, "dấu chỉ độ mật"),
            ("16.docx", sample("16-tai-ve-dang-do.docx"), 422, "bị hỏng hoặc tải về chưa trọn vẹn"),
            ("cu.doc", b"\xd0\xcf\x11\xe0".to_vec(), 422, "Lưu thành (Save As) dạng .docx"),
            ("anh.docx", b"\x89PNG\r\n".to_vec(), 422, "ảnh PNG"),
            ("macro.docm", b"PK\x03\x04".to_vec(), 422, "có chứa macro"),
            ("trong.txt", Vec::new(), 422, "không có nội dung nào"),
            ("thu.txt", "Kính gửi đồng chí".into(), 422, "Không tìm thấy câu hỏi nào trong tệp"),
            ("bom.docx", bomb, 413, "quá lớn so với một bộ câu hỏi"),
            ("lon.docx", vec![b'x'; (32 << 20) + 1], 413, "lớn hơn 32 MB"),
        ] {
            let reply = committee.bring(&desk(&demo).await, &belonging, Some((name, &bytes))).await;
            let page = reply.page(status);
            let error = page.split("id=\"file-error\">").nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
            assert!(error.split("</p>").next().unwrap().contains(words), "{name}: {error}");
            assert!(page.contains(&format!("value=\"{document}\" selected")) && page.contains("value=\"Tháng 9\""), "{name}");
            assert!(page.contains("value=\"hard\" selected"), "{name}");
        }
        let long = "Câu 1: Dài?\n".repeat(400_000);
        for (text, status, words) in [
            ("Kính gửi đồng chí", 422, "Không tìm thấy câu hỏi nào trong đoạn đã dán"),
            ("TỐI MẬT\nCâu 1: Gì?\nA. Một\nB. Hai\nĐáp án: A", 422, "Trong đoạn đã dán có dấu chỉ độ mật"),
            (long.as_str(), 413, "Đoạn đã dán quá dài"),
        ] {
            let reply = committee.bring(&desk(&demo).await, &[&belonging[..], &[("text", text)]].concat(), None).await;
            let page = reply.page(status);
            let error = page.split("id=\"text-error\">").nth(1).unwrap_or_else(|| panic!("{page}"));
            assert!(error.split("</p>").next().unwrap().contains(words), "{error}");
            assert!(page.contains("value=\"Tháng 9\"") && (status == 413 || page.contains(text)), "{words}");
        }
        let nothing = committee.bring(&desk(&demo).await, &belonging, None).await.page(422);
        assert!(nothing.contains("hãy chọn tệp câu hỏi, hoặc dán văn bản"));
        let both = committee.bring(&desk(&demo).await, &[("text", TEXT)], Some(("a.txt", TEXT.as_bytes()))).await.page(422);
        assert!(both.contains("chỉ dùng một cách") && both.contains("Ai quyết định kết nạp"));
        let mine = demo.find(&demo.committee.name).await.id;
        assert!(demo.house().store.drafts_of(mine, DraftKind::BankImport).await.unwrap().is_empty());
    }

    async fn two_thousand_questions_are_looked_through_page_by_page_and_kept_in_one_step(demo: Demo) {
        let (committee, document) = (demo.committee(), demo.document_of_the_cell().await);
        let text: String = (1..=2_000).map(|n| format!("Câu {n}: Câu hỏi thứ {n} hỏi gì?\nA. Một\nB. Hai\nC. Ba\nĐáp án: B\n\n")).collect();
        let import = paste(&demo, &committee, &text, Some(document)).await;
        let first = committee.get(&import).await;
        assert!(first.page(200).contains("Trang 1 trong 80"));
        assert!(first.bytes.len() < 150_000, "{} bytes for a phone", first.bytes.len());
        let document = document.to_string();
        let said = [("document", document.as_str()), ("topic", "Tháng 3"), ("difficulty", "easy")];
        let turn = committee.fill_in(&import, &[&said[..], &[("page", "1"), ("shown", "7"), ("do", "page-80")]].concat()).await;
        let last = committee.get(turn.see_other()).await.page(200);
        assert!(last.contains("Câu hỏi thứ 2000 hỏi gì?") && !last.contains("Câu hỏi thứ 7 "), "{last}");
        committee.fill_in(&import, &[&said[..], &[("page", "80"), ("do", "submit")]].concat()).await.see_other();
        let gained = gained(&demo).await;
        assert_eq!(gained.len(), 1_999, "all but the one whose tick was taken away on another page");
        assert_eq!(gained[1_998].revision.stem, "Câu hỏi thứ 2000 hỏi gì?");
        let numbers: Vec<u64> = gained.iter().map(|kept| kept.number).collect();
        assert!(numbers.is_sorted());
    }

    async fn what_nobody_comes_back_to_for_a_month_is_thrown_away(demo: Demo) {
        let committee = demo.committee();
        let (old, kept) = (paste(&demo, &committee, TEXT, None).await, paste(&demo, &committee, TEXT, None).await);
        demo.clock.advance(Millis::seconds(10 * 24 * 3_600));
        let mine = demo.find(&demo.committee.name).await.id;
        let committee = demo.as_member(mine).await;
        committee.fill_in(&kept, &[("topic", "Riêng"), ("do", "later")]).await.see_other();
        demo.clock.advance(Millis::seconds(21 * 24 * 3_600));
        let left = until("the daily round", async || {
            let left = demo.house().store.drafts_of(mine, DraftKind::BankImport).await.unwrap();
            (left.len() < 2).then_some(left)
        });
        let left = left.await;
        assert_eq!(left.len(), 1, "what was saved since is still there");
        assert!(kept.ends_with(&left[0].id.to_string()) && !old.ends_with(&left[0].id.to_string()));
    }

    async fn who_leaves_too_many_open_looks_for_one_of_them_first(demo: Demo) {
        let committee = demo.committee();
        for _ in 0..10 {
            paste(&demo, &committee, TEXT, None).await;
        }
        let page = committee.bring(&desk(&demo).await, &[("text", TEXT)], None).await.page(422);
        assert!(page.contains("đang có 10 lần nhập chưa xong") && page.contains("Ai quyết định kết nạp"), "{page}");
    }
}

/// Small to send, and large to read.
fn bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![b' '; 60 << 20]).unwrap();
    zip.finish().unwrap().into_inner()
}
