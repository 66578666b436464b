//! `/units/{unit}/plan`.

use crate::api::demo::Demo;

use Told::{Not, Yes};

enum Told {
    Yes,
    Not,
}

async fn place(demo: &Demo) -> String {
    format!("/units/{}/plan", demo.cell().await)
}

on_both_engines! {
    async fn a_year_is_laid_out_in_one_form_and_members_see_what_to_read(demo: Demo) {
        let (place, secretary) = (place(&demo).await, demo.secretary());
        let document = demo.document_of_the_cell().await.to_string();
        let fields = [
            ("year", "2026"), ("m02-theme", "Nghị quyết của chi bộ"), ("m02-on", "12/2/2026"), ("m02-document", document.as_str()),
            ("q4-theme", "Cả quý học một quy định"), ("m05-on", "7/5/2026"),
        ];
        let done = secretary.fill_in(&place, &fields).await.see_other().to_owned();
        let page = secretary.get(&done).await.page(200);
        for words in ["Đã lưu kế hoạch năm", "value=\"Nghị quyết của chi bộ\"", "value=\"12/02/2026\"", "Cả quý học một quy định", "Văn bản đọc trước: 1"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let read = demo.member().get(&format!("{place}?year=2026")).await.page(200);
        assert!(read.contains("Nghị quyết của chi bộ") && read.contains(&format!("/documents/{document}")) && !read.contains("<form class"), "{read}");
        let home = demo.member().get("/").await.page(200);
        for words in ["Chủ đề sắp tới", "Nghị quyết của chi bộ", "tháng 2/2026", "12/02/2026", "12-NQ/CB"] {
            assert!(home.contains(words), "{words}: {home}");
        }

        // What is planned next is what the new contest begins with.
        for address in ["contests/new".to_owned(), "contests/new?year=2026&period=m02".to_owned()] {
            let form = secretary.get(&format!("/units/{}/{address}", demo.cell().await)).await.page(200);
            assert!(form.contains("value=\"12/02/2026\"") && form.contains("value=\"Nghị quyết của chi bộ\""), "{form}");
            assert!(form.contains(&format!("value=\"{document}\" checked")), "{form}");
        }
        let form = secretary.get(&format!("/units/{}/contests/new?year=2026&period=q4", demo.cell().await)).await.page(200);
        assert!(form.contains("value=\"Kỳ thi quý IV/2026\"") && form.contains("name=\"period\" value=\"q4\""), "{form}");

        // Laid out anew, the year is what the form says and nothing else.
        secretary.fill_in(&place, &[("year", "2026"), ("m03-theme", "Tháng Ba")]).await.see_other();
        let page = demo.member().get(&place).await.page(200);
        assert!(page.contains("Tháng Ba") && !page.contains("Nghị quyết của chi bộ"), "{page}");
        assert_eq!(demo.house().store.year_plan(demo.cell().await, 2027).await.unwrap(), []);
    }

    async fn a_contest_shows_in_its_month(demo: Demo) {
        let path = format!("/contests/{}", demo.scheduled().await);
        let page = demo.member().get(&format!("{}?year=2026", place(&demo).await)).await.page(200);
        assert!(page.contains(&path) && page.contains("Sắp diễn ra"), "{page}");
        let earlier = demo.member().get(&format!("{}?year=2025", place(&demo).await)).await.page(200);
        assert!(!earlier.contains(&path), "{earlier}");
    }

    async fn what_cannot_be_kept_is_said_beside_its_field_and_nothing_of_the_year_is_kept(demo: Demo) {
        let place = place(&demo).await;
        let long = "x".repeat(201);
        for (name, value, words) in [
            ("m02-on", "12/3/2026", "không thuộc tháng"),
            ("m02-on", "30/2/2026", "không có trong lịch"),
            ("m02-theme", long.as_str(), "hãy rút ngắn"),
            ("m02-theme", "TUYỆT MẬT", "độ mật"),
        ] {
            let fields = [("year", "2026"), ("m01-theme", "Tháng Giêng"), (name, value)];
            let page = demo.secretary().fill_in(&place, &fields).await.page(422);
            let error = page.split(&format!("id=\"{name}-error\">")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
            assert!(error.split("</p>").next().unwrap().contains(words), "{error}");
            assert!(page.contains("Tháng Giêng") && page.contains(&value[..6]), "{page}");
        }
        assert_eq!(demo.house().store.year_plan(demo.cell().await, 2026).await.unwrap(), []);
        demo.secretary().fill_in(&place, &[("year", "26"), ("m01-theme", "x")]).await.page(400);
    }

    async fn a_plan_is_read_by_whom_it_concerns_and_laid_out_by_who_schedules(demo: Demo) {
        let place = place(&demo).await;
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        for (visitor, told) in [(demo.member(), Yes), (demo.committee(), Yes), (demo.supervisor().await, Yes), (neighbour, Not)] {
            visitor.get(&place).await.page(match told { Yes => 200, Not => 403 });
        }
        for visitor in [demo.member(), demo.committee()] {
            visitor.fill_in(&place, &[("year", "2026"), ("m01-theme", "x")]).await.page(403);
        }
        // What the commune plans, its cells see on their first page.
        let commune = format!("/units/{}/plan", demo.commune().await);
        demo.supervisor().await.fill_in(&commune, &[("year", "2026"), ("m04-theme", "Chủ đề của xã")]).await.see_other();
        assert!(demo.member().get("/").await.page(200).contains("Chủ đề của xã"));
    }
}
