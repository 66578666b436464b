//! What is asked, how the contest goes, and what happens when something goes wrong.

use std::collections::BTreeSet;

use crate::domain::contest::{Confirmation, Contest, Mode, Pacing};
use crate::domain::document::Document;
use crate::domain::draw::{BlueprintLine, Candidate};
use crate::domain::identity::DocumentId;
use crate::domain::ranking::Predicted;
use crate::http::wording;

pub(super) fn paper(contest: &Contest, documents: &[Document]) -> Vec<String> {
    let (plan, rules) = (contest.plan(), contest.rules());
    let mut lines = vec![
        format!(
            "Đề thi có {} câu hỏi, rút từ ngân hàng câu hỏi đã duyệt. Số câu hỏi có thể được rút: {}.",
            contest.question_count(),
            plan.pool.len()
        ),
        format!("Mỗi câu có {}, trừ câu ghi thời gian riêng.", wording::limit(rules.question_limit)),
    ];
    let particular = |line: &&BlueprintLine| {
        line.document.is_some() || line.topic.is_some() || line.difficulty.is_some() || line.limit.is_some()
    };
    if plan.blueprint.lines.len() > 1 || plan.blueprint.lines.iter().any(|line| particular(&line)) {
        lines.extend(plan.blueprint.lines.iter().map(|line| part(line, documents)));
    }
    lines.push(
        "Thứ tự phương án trên mỗi máy là riêng của từng đồng chí, trừ câu đúng – sai và câu mà thứ tự có ý nghĩa."
            .to_owned(),
    );
    lines
}

/// One line of the blueprint.
fn part(line: &BlueprintLine, documents: &[Document]) -> String {
    let mut text = format!("Trong đó {} câu", line.count);
    if let Some(document) = line.document.and_then(|id| documents.iter().find(|document| document.id == id)) {
        text.push_str(&format!(" về văn bản {}", name(document)));
    }
    if let Some(topic) = &line.topic {
        text.push_str(&format!(" thuộc chủ đề “{}”", wording::inert(topic)));
    }
    if let Some(difficulty) = line.difficulty {
        text.push_str(&format!(", mức {}", wording::difficulty(difficulty)));
    }
    if let Some(limit) = line.limit {
        text.push_str(&format!(", mỗi câu {}", wording::limit(limit)));
    }
    text.push_str(&format!(", trọng số mỗi câu {}.", line.weight));
    text
}

/// The documents that questions may come from: what to read beforehand.
pub(super) fn to_read(contest: &Contest, documents: &[Document]) -> Vec<String> {
    let wanted = possible_documents(contest);
    documents.iter().filter(|document| wanted.contains(&document.id)).map(name).collect()
}

/// Those of the questions that may be drawn.
pub(in crate::http::pages) fn possible_documents(contest: &Contest) -> BTreeSet<DocumentId> {
    let plan = contest.plan();
    let fits = |candidate: &&Candidate| plan.blueprint.lines.iter().any(|line| line.accepts(candidate));
    plan.pool.iter().filter(fits).map(|candidate| candidate.document).collect()
}

/// The title, with whatever of number, issuer and date it does not say itself.
fn name(document: &Document) -> String {
    let mut name = wording::inert(&document.title);
    let mut add = |part: &str| {
        if !part.trim().is_empty() && !name.contains(part) {
            name.push_str(&format!(", {}", wording::inert(part)));
        }
    };
    add(&document.symbol);
    add(&document.issuer);
    if let [year, month, day] = document.issued_on.split('-').collect::<Vec<_>>()[..] {
        let bare = |part: &str| part.trim_start_matches('0').to_owned();
        let short = format!("{}/{}/{year}", bare(day), bare(month));
        if !document.title.contains(&short) {
            add(&format!("{day}/{month}/{year}"));
        }
    }
    name
}

pub(super) fn steps(contest: &Contest) -> Vec<String> {
    let rules = contest.rules();
    let mut lines = Vec::new();
    match (rules.mode, rules.window) {
        (Mode::Window, Some(window)) => lines.push(format!(
            "Mỗi đồng chí tự bắt đầu trong khoảng từ {} đến {}; đã bắt đầu thì được làm cho xong. Các câu hiện lần lượt, \
             mỗi câu tính giờ riêng.",
            wording::moment(window.opens_at),
            wording::moment(window.closes_at)
        )),
        _ => {
            lines.push(format!(
                "Phòng chờ tự mở trước giờ thi {}. Danh sách dự thi chốt lúc mở phòng chờ.",
                wording::limit(rules.lobby_before)
            ));
            lines.push("Mọi người cùng làm một câu, cùng một lúc.".to_owned());
        }
    }
    if let Some(hours) = rules.window.and_then(|window| window.hours) {
        lines.push(format!("Chỉ được bắt đầu {}.", wording::hours(&hours)));
    }
    if let Some(predicted) = rules.prediction() {
        lines.push(prediction(predicted, rules.mode));
    }
    lines.push(format!("Trước mỗi câu có {} chuẩn bị.", wording::limit(rules.get_ready)));
    lines.push("Chọn câu trả lời rồi bấm Gửi câu trả lời. Câu trả lời đã ghi nhận thì không đổi được.".to_owned());
    if rules.mode == Mode::Live {
        let show = format!(
            "sau mỗi câu xem đáp án {}, xem thứ hạng {}",
            wording::limit(rules.reveal_for),
            wording::limit(rules.standings_for)
        );
        lines.push(match rules.pacing {
            Pacing::Host => format!(
                "Người điều khiển mở từng câu, cho xem đáp án và chuyển câu; giờ của câu hỏi thì máy chủ tự đóng. Người điều \
                 khiển vắng quá {} thì kỳ thi tự chuyển câu theo đồng hồ: {show}.",
                wording::limit(rules.host_absence)
            ),
            Pacing::Auto => format!(
                "Kỳ thi tự chuyển câu theo đồng hồ: {show}. Câu hỏi đóng sớm hơn khi mọi đồng chí trong phòng đã trả lời."
            ),
        });
        lines.push(
            "Người điều khiển có thể thêm giờ cho câu đang mở, hoặc khóa câu sớm; khi khóa sớm, thời gian của câu được tính \
             là lúc khóa."
                .to_owned(),
        );
    }
    lines
}

/// The extra question, and what is counted of it.
fn prediction(predicted: Predicted, mode: Mode) -> String {
    let until = match mode {
        Mode::Live => "câu đầu tiên của kỳ thi",
        Mode::Window => "câu đầu tiên của đồng chí",
    };
    let counted = match predicted {
        Predicted::Participants => {
            "tính những đồng chí trả lời ít nhất một câu, trong số phải tham gia theo danh sách đã chốt"
        }
        Predicted::AllCorrect => "tính những đồng chí được xếp hạng và trả lời đúng tất cả các câu được tính",
    };
    format!(
        "Câu hỏi phụ: đồng chí dự đoán có bao nhiêu người {}; {counted}. Dự đoán gửi được và đổi được cho đến {until}, không bắt \
         buộc, không làm thay đổi điểm.",
        wording::predicted(predicted)
    )
}

pub(super) fn incidents(contest: &Contest) -> Vec<String> {
    let mut lines = vec![
        "Mất đường truyền: câu trả lời đã chọn được giữ trên máy và tự gửi lại. Nối lại kịp, đồng chí trở về đúng câu đang thi \
         với thời gian còn lại; quá giờ thì câu ấy không nhận được nữa."
            .to_owned(),
        "Mỗi đồng chí thi trên một máy. Mở trên máy khác thì máy mở sau được dùng, câu trả lời đã ghi nhận vẫn giữ.".to_owned(),
        "Rời trang thi hoặc đổi máy được ghi lại để bí thư biết; máy chủ không tự trừ điểm vì việc đó.".to_owned(),
    ];
    if contest.rules().mode == Mode::Live {
        lines.push(
            "Kỳ thi phải tạm dừng khi đang có câu mở: câu ấy bị hủy với tất cả mọi người và được thay bằng câu dự bị của cùng \
             lần rút đề, nếu còn."
                .to_owned(),
        );
    }
    if contest.rules().mode == Mode::Window {
        lines.push(
            "Người điều khiển có thể kết thúc kỳ thi trước hạn, phải ghi lý do: ai đang làm bài thì dừng ngay, câu đã ghi nhận \
             vẫn được tính, câu chưa trả lời tính như không trả lời."
                .to_owned(),
        );
    }
    lines.push(
        "Máy chủ không ghi được dữ liệu (đầy ổ đĩa, lỗi cơ sở dữ liệu): kỳ thi tự tạm dừng, không câu nào báo “Đã ghi nhận” khi \
         chưa ghi xong; ghi lại được thì kỳ thi tiếp tục theo quy định về tạm dừng."
            .to_owned(),
    );
    lines.push(
        "Máy chủ khởi động lại: những gì đã ghi nhận còn nguyên, lúc dừng và lúc chạy lại được ghi vào biên bản."
            .to_owned(),
    );
    lines.push(
        "Câu có sai sót: người điều khiển hủy câu ấy, phải ghi lý do; câu bị hủy không tính điểm, không tính thời gian cho ai, \
         và kết quả được tính lại cho tất cả. Kết quả luôn còn ít nhất một câu được tính."
            .to_owned(),
    );
    lines.push(match contest.rules().confirmation {
        Confirmation::One => "Một đồng chí có trách nhiệm xác nhận kết quả trước khi công bố.".to_owned(),
        Confirmation::Two => "Phải có hai đồng chí có trách nhiệm xác nhận kết quả trước khi công bố.".to_owned(),
    });
    lines.push(
        "Sau kỳ thi, bí thư có thể hủy câu, hủy bài, quyết định thứ tự khi đồng hạng hoặc sát nút, ghi lý do vắng mặt; mỗi việc \
         đều ghi lý do và vào biên bản. Sau khi công bố thì các việc ấy thành bản đính chính, bản cũ được giữ nguyên."
            .to_owned(),
    );
    lines
}
