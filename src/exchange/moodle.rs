//! Moodle XML.

use super::bank::{Candidate, CandidateOption, Key};
use super::document::Place;
use super::refusal::Refusal;
use super::xml::{self, Element};
use super::{markup, text};

/// # Errors
/// Damaged, or XML of another kind.
pub fn read(source: &str) -> Result<Vec<Candidate>, Refusal> {
    let root = xml::parse(source.trim_start_matches('\u{feff}').trim_start())?;
    if root.name != "quiz" {
        return Err(Refusal::unsupported(
            "Tệp XML này không phải là ngân hàng câu hỏi Moodle. Hãy xuất lại theo dạng “Moodle XML”.",
        ));
    }
    let mut found = Vec::new();
    for element in root.children().filter(|child| child.name == "question") {
        let kind = element.attribute("type").unwrap_or_default();
        if matches!(kind, "category" | "description") {
            continue;
        }
        found.push(question(element, kind, found.len() as u32 + 1));
    }
    Ok(found)
}

fn question(element: &Element<'_>, kind: &str, entry: u32) -> Candidate {
    let mut candidate = Candidate::new(None, 0, Place::Entry(entry));
    candidate.stem = element.child("questiontext").map(said).unwrap_or_default();
    candidate.explanation = element.child("generalfeedback").map(said).unwrap_or_default();
    let answers: Vec<(f64, String)> = element
        .children()
        .filter(|child| child.name == "answer")
        .map(|answer| {
            (answer.attribute("fraction").and_then(|part| part.trim().parse().ok()).unwrap_or(0.0), said(answer))
        })
        .collect();
    candidate.raw = std::iter::once(candidate.stem.clone())
        .chain(answers.iter().map(|answer| answer.1.clone()))
        .collect::<Vec<_>>()
        .join("\n");
    if kind == "truefalse" {
        let right = answers.iter().find(|(fraction, _)| *fraction > 0.0);
        candidate.key = right.map(|(_, said)| {
            let truth = matches!(text::folded(said).as_str(), "true" | "dung");
            Key::Text(if truth { "Đúng" } else { "Sai" }.to_owned())
        });
        return candidate;
    }
    if kind != "multichoice" && kind != "multichoiceset" {
        return candidate;
    }
    let single = element.child("single").map(|single| single.own_text().trim().to_ascii_lowercase());
    let single = single.is_none_or(|single| single != "false" && single != "0");
    let most = answers.iter().map(|(fraction, _)| *fraction).fold(0.0, f64::max);
    let is_right = |fraction: f64| if single { fraction >= most && fraction > 0.0 } else { fraction > 0.0 };
    let right: Vec<usize> = (0..answers.len()).filter(|at| is_right(answers[*at].0)).collect();
    if !right.is_empty() {
        candidate.key = Some(Key::Letters(right));
    }
    let options = answers.into_iter().enumerate();
    candidate.options =
        options.map(|(letter, (_, text))| CandidateOption { letter, text, ..CandidateOption::default() }).collect();
    candidate
}

fn said(element: &Element<'_>) -> String {
    let source = element.child("text").map(Element::deep_text).unwrap_or_default();
    let plain = matches!(element.attribute("format"), Some("plain_text"));
    if plain { text::tidy(&source) } else { markup::plain(&source) }
}
