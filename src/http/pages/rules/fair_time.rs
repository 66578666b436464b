//! Fair time in plain words, with the numbers of this contest and an example the engine computed.

use crate::domain::contest::{Contest, TIME_FACTORS};
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::{Evidence, Window, credit};
use crate::http::wording;

pub(super) fn lines(contest: &Contest) -> Vec<String> {
    let (timing, limit) = (contest.rules().timing, contest.rules().question_limit);
    let longer: Vec<String> = TIME_FACTORS
        .into_iter()
        .filter(|factor| *factor > 100)
        .map(|factor| {
            format!("{factor} % ({} thành {})", wording::limit(limit), wording::precise(limit.percent(factor)))
        })
        .collect();
    vec![
        format!(
            "Chỉ máy chủ giữ giờ. Thời gian của mỗi đồng chí tính từ lúc câu hỏi được gửi tới máy của đồng chí ấy, chậm nhất {} \
             sau lúc mở câu.",
            wording::precise(timing.delivery_max)
        ),
        format!(
            "Độ trễ đường truyền đo được (cả đi lẫn về) cộng {} cho việc hiển thị được trừ đi, tối đa {} mỗi câu.",
            wording::precise(timing.handling),
            wording::precise(timing.allowance_max)
        ),
        example(contest),
        "Máy của đồng chí cũng tự đo thời gian; số đo ấy chỉ được dùng khi không nhanh hơn mức mà máy chủ tính được ở trên.".to_owned(),
        format!(
            "Đường truyền chậm hơn mức được trừ thì phần vượt quá tính vào thời gian trả lời. Không câu trả lời nào được tính \
             nhanh hơn {}.",
            wording::precise(timing.floor)
        ),
        "Câu trả lời tới máy chủ sau giờ vẫn được nhận, nếu trừ phần đường truyền ra thì còn trong giờ.".to_owned(),
        "Câu không trả lời tính hết thời gian của câu.".to_owned(),
        format!(
            "Đồng chí được cấp thêm thời gian từ trước khi thi có {} thời gian; kết quả ghi rõ điều đó, và thời gian được tính \
             không quá thời gian chung của câu.",
            longer.join(" hoặc ")
        ),
    ]
}

/// A phone on a usual line, answering after eight seconds or half the time.
fn example(contest: &Contest) -> String {
    let rules = contest.rules();
    let round_trip = Millis(240);
    let claim = Millis(8_000).min(Millis(rules.question_limit.0 / 2));
    let opened_at = Timestamp(0);
    let received_at = opened_at + claim + round_trip + Millis(60);
    let window = Window { opened_at, limit: rules.question_limit, time_factor: 100 };
    let evidence = Evidence {
        delivered_at: Some(opened_at),
        received_at,
        claim: Some(claim),
        round_trip_min: Some(round_trip),
        round_trip_open: Some(round_trip),
        round_trip_answer: Some(round_trip),
    };
    let credited = credit(&rules.timing, &window, &evidence);
    format!(
        "Ví dụ: đồng chí bấm gửi sau {}, đường truyền đi và về mất {}, máy chủ nhận được sau {}. Phần được trừ tối đa là {}; \
         thời gian được tính là {}.",
        wording::precise(claim),
        wording::precise(round_trip),
        wording::precise(credited.server_time),
        wording::precise(credited.allowance),
        wording::precise(credited.response_time)
    )
}
