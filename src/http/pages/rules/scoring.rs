//! Points, places, and who has one.

use crate::domain::contest::{Contest, Rules};
use crate::domain::ranking::{PHOTO_FINISH_UNIT, TieRule};
use crate::domain::scoring::Score;
use crate::domain::time::Millis;
use crate::http::wording;

pub(super) fn score(contest: &Contest) -> Vec<String> {
    let blueprint = &contest.plan().blueprint;
    let weights: Vec<u32> = blueprint.lines.iter().map(|line| line.weight).collect();
    let questions = blueprint.question_count();
    let mut lines = Vec::new();
    if weights.windows(2).all(|pair| pair[0] == pair[1]) {
        let one = Score { correct_weight: 1, total_weight: u64::from(questions) };
        lines.push(format!(
            "Điểm tối đa là 10. Các câu có giá trị như nhau: mỗi câu đúng được 10 chia cho {questions}, tức {}.",
            wording::points(one.hundredths())
        ));
    } else {
        let total: u32 = blueprint.lines.iter().map(|line| line.weight.saturating_mul(line.count)).sum();
        lines.push(format!(
            "Điểm tối đa là 10. Điểm bằng 10 nhân tổng trọng số các câu đúng, chia cho {total} là tổng trọng số của đề."
        ));
    }
    lines.push("Điểm được so sánh đúng đến từng phân số, rồi mới làm tròn đến phần trăm điểm để công bố.".to_owned());
    lines.push("Câu có một đáp án: có điểm khi chọn đúng đáp án ấy.".to_owned());
    lines.push(
        "Câu có nhiều đáp án: chỉ được tính khi chọn đủ và đúng tất cả; thiếu hoặc thừa đều không có điểm.".to_owned(),
    );
    lines.push("Câu đúng – sai: có điểm khi lựa chọn Đúng hoặc Sai trùng với đáp án.".to_owned());
    lines.push("Trả lời sai hoặc không trả lời thì không có điểm của câu ấy, không bị trừ điểm.".to_owned());
    lines.push("Thời gian không làm thay đổi điểm.".to_owned());
    lines.push(
        "Câu bị hủy không tính điểm và không tính thời gian cho ai. Kỳ thi kết thúc sớm thì chỉ tính những câu đã được hỏi."
            .to_owned(),
    );
    lines
}

/// What decides a place, first to last.
pub(super) fn order(contest: &Contest) -> Vec<String> {
    let mut lines = vec!["Điểm cao hơn xếp trên.".to_owned()];
    lines.extend(contest.rules().tie_rules.iter().map(|rule| tie(*rule, contest.rules())));
    lines.push(match lines.len() {
        1 => "Bằng điểm thì cùng hạng; hạng kế tiếp được bỏ qua tương ứng.".to_owned(),
        _ => "Vẫn bằng nhau thì cùng hạng; hạng kế tiếp được bỏ qua tương ứng.".to_owned(),
    });
    lines
}

fn tie(rule: TieRule, rules: &Rules) -> String {
    let words = match rule {
        TieRule::Elapsed => {
            "Bằng nhau thì tổng thời gian trả lời ngắn hơn xếp trên, tính đến 0,1 giây; câu không trả lời tính hết thời gian của câu."
        }
        TieRule::Submitted => {
            "Bằng nhau thì ai gửi câu trả lời cuối sớm hơn xếp trên, tính đến 0,1 giây; không trả lời câu nào xếp sau."
        }
        TieRule::Prediction => {
            let of = wording::predicted(rules.prediction().unwrap_or_default());
            return format!("Bằng nhau thì ai dự đoán số đồng chí {of} gần đúng hơn xếp trên; không dự đoán xếp sau.");
        }
    };
    words.to_owned()
}

pub(super) fn ranked(contest: &Contest) -> Vec<String> {
    let rules = contest.rules();
    vec![
        "Được xếp hạng: đảng viên có tên trong danh sách đã chốt, đã vào phòng thi và không thuộc diện được miễn.".to_owned(),
        "Vào muộn vẫn được xếp hạng; những câu đã qua tính như không trả lời.".to_owned(),
        "Đồng chí được miễn dự thi (miễn sinh hoạt, đình chỉ, sinh hoạt tạm thời nơi khác, ốm, đi công tác) nếu vẫn thi thì \
         ngoài bảng xếp hạng. Ốm và đi công tác vẫn tính vào số phải tham gia; các diện khác thì không."
            .to_owned(),
        match rules.insiders_ranked {
            true => "Người soạn, duyệt hoặc đã xem câu hỏi vẫn được xếp hạng.",
            false => "Người soạn, duyệt hoặc đã xem câu hỏi có trong đề trước giờ thi dự thi ngoài bảng xếp hạng.",
        }
        .to_owned(),
        format!("Khen thưởng {} hạng đầu.", rules.prize_places),
        photo_finish(contest.question_count(), rules.prize_places),
        format!("Đơn vị được xếp hạng khi có từ {} % đảng viên tham gia.", rules.unit_threshold),
    ]
}

/// The rule about a finish too close to call, as the results page quotes it.
pub(in crate::http::pages) fn photo_finish(questions: usize, prize_places: u32) -> String {
    format!(
        "Kết quả sát nút: đồng chí ở vị trí {prize_places} và đồng chí kế tiếp bằng điểm, tổng thời gian chênh nhau không quá \
         {} (nhỏ hơn 0,1 giây nhân căn bậc hai của {questions} câu được tính), hoặc thứ tự sẽ đổi nếu chỉ tính giờ máy chủ nhận \
         bài, thì bí thư xem lại trước khi xác nhận.",
        wording::precise(closest(questions))
    )
}

/// The largest gap that is still a photo finish.
fn closest(questions: usize) -> Millis {
    let bound = questions as i64 * PHOTO_FINISH_UNIT.0 * PHOTO_FINISH_UNIT.0;
    let gap = (0..).take_while(|gap: &i64| gap * gap < bound).last().unwrap_or(0);
    Millis(gap)
}

#[cfg(test)]
mod tests {
    use super::{Millis, closest};

    #[test]
    fn the_printed_gap_is_the_largest_that_the_ranking_takes_for_a_photo_finish() {
        assert_eq!(closest(10), Millis(316), "315² and 316² are below 10 × 100², 317² is not");
        assert_eq!(closest(9), Millis(299));
        assert_eq!(closest(0), Millis(0));
    }
}
