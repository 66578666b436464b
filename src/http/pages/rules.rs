//! The rules of a contest, in words made from its settings: exactly what the engine does.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{SignedIn, html, person};
use crate::domain::contest::{Contest, Mode, Pacing};
use crate::domain::ranking::TieRule;
use crate::http::error::Page;
use crate::http::house::{Fingerprint, House};
use crate::http::wording;

#[derive(Template)]
#[template(path = "rules.html", config = ".askama.toml")]
struct RulesPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    sections: Vec<RuleSection>,
}

struct RuleSection {
    heading: String,
    lines: Vec<String>,
}

/// Rules are printed for all to read.
pub async fn rules(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let row = house.contest(&id).await?;
    let person = person(&house, &request).await?;
    let room = house.registry.room(row.id).await?;
    let fingerprint = house.fingerprint();
    let sections = room.ask(move |contest, _| sections(contest, &fingerprint)).await?;
    Ok(html(&RulesPage {
        assets: crate::http::assets::prefix(),
        title: format!("Thể lệ: {}", row.title),
        signed_in: person.as_ref().map(SignedIn::of),
        unit: row.unit_name,
        sections,
    })?)
}

fn sections(contest: &Contest, fingerprint: &Fingerprint) -> Vec<RuleSection> {
    let section = |heading: &str, lines: Vec<String>| RuleSection { heading: heading.to_owned(), lines };
    vec![
        section("Cách thi", course(contest)),
        section("Chấm điểm và xếp hạng", scoring(contest)),
        section("Tính thời gian công bằng", timing(contest)),
        section("Đề thi và biên bản", record(contest, fingerprint)),
    ]
}

fn course(contest: &Contest) -> Vec<String> {
    let rules = contest.rules();
    let mut lines = vec![
        format!("Đề thi có {} câu hỏi, rút từ ngân hàng câu hỏi đã duyệt.", contest.question_count()),
        format!("Mỗi câu có {}, trừ câu ghi thời gian riêng.", wording::limit(rules.question_limit)),
        format!("Trước mỗi câu có {} chuẩn bị.", wording::limit(rules.get_ready)),
        "Thứ tự phương án trên mỗi máy là riêng của từng đồng chí.".to_owned(),
    ];
    match rules.mode {
        Mode::Live => lines.push("Mọi người cùng làm một câu, cùng một lúc.".to_owned()),
        Mode::Window => lines.push("Mỗi đồng chí tự bắt đầu trong khung giờ đã định.".to_owned()),
    }
    match rules.pacing {
        Pacing::Host => lines.push(format!(
            "Người điều khiển mở từng câu; nếu vắng quá {}, kỳ thi tự chuyển câu theo đồng hồ.",
            wording::limit(rules.host_absence)
        )),
        Pacing::Auto => lines.push("Kỳ thi tự chuyển câu theo đồng hồ.".to_owned()),
    }
    lines
        .push("Câu đang mở mà kỳ thi phải tạm dừng thì bị hủy và được thay bằng câu dự bị của cùng đề rút.".to_owned());
    lines
}

fn scoring(contest: &Contest) -> Vec<String> {
    let rules = contest.rules();
    let mut lines = vec![
        "Điểm tối đa là 10, tính theo trọng số các câu đúng và làm tròn đến phần trăm điểm.".to_owned(),
        "Câu có nhiều phương án đúng chỉ được tính khi chọn đủ và đúng tất cả.".to_owned(),
        "Câu bị hủy không tính điểm và không tính thời gian cho ai. Thời gian không làm thay đổi điểm.".to_owned(),
    ];
    for rule in &rules.tie_rules {
        lines.push(
            match rule {
                TieRule::Elapsed => {
                    "Bằng điểm thì tổng thời gian trả lời ngắn hơn (tính đến 0,1 giây) xếp trên; câu không trả lời tính hết thời gian."
                }
                TieRule::Submitted => "Vẫn bằng thì ai gửi câu trả lời cuối sớm hơn xếp trên.",
                TieRule::Prediction => "Vẫn bằng thì ai dự đoán số người tham gia gần đúng hơn xếp trên.",
            }
            .to_owned(),
        );
    }
    lines.push("Nếu vẫn bằng nhau thì cùng hạng.".to_owned());
    lines.push(format!(
        "Khen thưởng {} hạng đầu. Nếu hạng cuối được khen và hạng kế tiếp bằng điểm, chênh lệch quá nhỏ, bí thư xem lại trước khi xác nhận.",
        rules.prize_places
    ));
    lines.push(
        match rules.insiders_ranked {
            true => "Người soạn, duyệt câu hỏi vẫn được xếp hạng.",
            false => "Người soạn hoặc duyệt câu hỏi có trong đề dự thi ngoài bảng xếp hạng.",
        }
        .to_owned(),
    );
    lines.push(format!("Đơn vị được xếp hạng khi có từ {} % đảng viên tham gia.", rules.unit_threshold));
    lines
}

fn timing(contest: &Contest) -> Vec<String> {
    let timing = &contest.rules().timing;
    vec![
        "Chỉ máy chủ giữ giờ; thời gian tính từ lúc câu hỏi được gửi tới máy của từng đồng chí.".to_owned(),
        format!(
            "Độ trễ đường truyền được trừ tối đa {} mili giây mỗi câu (trong đó {} mili giây cho việc hiển thị).",
            timing.allowance_max.0, timing.handling.0
        ),
        format!(
            "Câu hỏi gửi chậm được tính tối đa {} mili giây; không câu trả lời nào được tính nhanh hơn {} mili giây.",
            timing.delivery_max.0, timing.floor.0
        ),
        "Đồng chí được cấp thêm thời gian từ trước có 125 % hoặc 150 % thời gian; kết quả ghi rõ điều đó.".to_owned(),
    ]
}

fn record(contest: &Contest, fingerprint: &Fingerprint) -> Vec<String> {
    vec![
        format!("Mã cam kết của hạt giống rút đề: {}", contest.plan().seed_commitment),
        format!("Số câu hỏi có thể được rút: {}", contest.plan().pool.len()),
        format!("Vân tay khóa ký biên bản: {}", fingerprint.0),
        "Mỗi câu trả lời có biên nhận; sau kỳ thi, ai trong đơn vị cũng có thể tải biên bản và tính lại kết quả."
            .to_owned(),
    ]
}
