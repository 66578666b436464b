//! What contests taught about a question, in words.

use super::super::bank::words;
use super::fields::letter;
use crate::domain::question::Revision;
use crate::domain::question_statistics::{Group, QuestionStatistics};
use crate::http::wording;

/// One wording of the question, and what became of it.
pub(super) struct LessonCard {
    /// Empty where there is only the present wording.
    pub heading: String,
    pub verdict: Option<(&'static str, &'static str)>,
    pub facts: Vec<(&'static str, String)>,
    pub options: Vec<OptionLine>,
    pub tempting: Option<String>,
}

pub(super) struct OptionLine {
    pub letter: char,
    pub text: String,
    pub correct: bool,
    pub chosen: String,
}

/// The present wording first, then those before it.
pub(super) fn cards(latest: &Revision, lessons: Vec<QuestionStatistics>) -> Vec<LessonCard> {
    let (now, before): (Vec<_>, Vec<_>) = lessons.into_iter().partition(|lesson| lesson.revision.asks_the_same(latest));
    let is_alone = before.is_empty();
    let present = now.iter().map(|lesson| card(lesson, if is_alone { "" } else { "Với lời văn hiện nay" }));
    let past = before.iter().rev().map(|lesson| card(lesson, "Với lời văn trước đây"));
    present.chain(past).collect()
}

fn card(lesson: &QuestionStatistics, heading: &str) -> LessonCard {
    let options = lesson.revision.options.iter().zip(&lesson.options).enumerate();
    LessonCard {
        heading: heading.to_owned(),
        verdict: lesson.verdict().map(|verdict| (words::verdict_name(verdict), words::verdict(verdict))),
        facts: facts(lesson),
        options: options
            .map(|(at, (option, choices))| OptionLine {
                letter: letter(at),
                text: wording::inert(&option.text),
                correct: option.correct,
                chosen: format!("{} lượt chọn", choices.chosen),
            })
            .collect(),
        tempting: lesson.most_tempting().map(|(place, count)| {
            let share = wording::percent(count, lesson.answered);
            format!("Phương án sai được chọn nhiều nhất: {}, {count} lượt ({share} số người trả lời).", letter(place))
        }),
    }
}

fn facts(lesson: &QuestionStatistics) -> Vec<(&'static str, String)> {
    let QuestionStatistics { contests, asked, answered, right, strong, weak, .. } = lesson;
    let mut facts = vec![
        ("Đã dùng", format!("{contests} kỳ thi, {asked} lượt người")),
        ("Trả lời", format!("{answered} lượt")),
        ("Đúng", format!("{right} lượt, {}", wording::percent(*right, *asked))),
    ];
    if let Some(time) = lesson.mean_time() {
        facts.push(("Thời gian", format!("trung bình {}", wording::seconds(time))));
    }
    if lesson.discrimination().is_some() {
        let share = |group: &Group| wording::percent(group.right, group.of);
        let words = format!("nhóm làm tốt đúng {}, nhóm làm chưa tốt đúng {}", share(strong), share(weak));
        facts.push(("Phân biệt", words));
    }
    facts
}
