//! The fields of a question, wherever one is written or mended: out of a form, and back into one with what was wrong
//! beside each.

use super::sent::PictureMistake;
use crate::domain::document::Document;
use crate::domain::identity::DocumentId;
use crate::domain::question::{
    ALT_LENGTH, Difficulty, EXPLANATION_LENGTH, MOST_OPTIONS, OPTION_LENGTH, QuestionEntry, QuestionKind,
    QuestionProblem, RevisionOption, SOURCE_LENGTH, STEM_LENGTH, TOPIC_LENGTH,
};
use crate::http::form::{Choice, Field, Form};
use crate::http::question_draft::picture;
use crate::http::wording;

/// Bytes of the whole form: its longest texts at nine bytes a letter, and the rest of it.
pub const BODY: usize = 9 * (STEM_LENGTH + MOST_OPTIONS * OPTION_LENGTH + EXPLANATION_LENGTH + SOURCE_LENGTH) + 16_384;

/// What `question_fields.html` shows, under the name `question`.
#[derive(Clone, Debug)]
pub struct QuestionFields {
    pub kinds: Vec<Choice>,
    pub stem: Field,
    pub options: Vec<OptionField>,
    pub option_errors: Vec<String>,
    pub explanation: Field,
    pub documents: Vec<Choice>,
    pub document_error: Option<String>,
    pub source: Field,
    pub topic: Field,
    /// Topics that the bank has, as suggestions.
    pub topics: Vec<String>,
    pub difficulties: Vec<Choice>,
    pub limit: Field,
    pub keep_order: bool,
}

/// One option's box and its mark.
#[derive(Clone, Debug)]
pub struct OptionField {
    /// From 0: the value of its mark.
    pub at: usize,
    pub letter: char,
    pub text: String,
    pub correct: bool,
}

impl QuestionFields {
    /// `documents` are those that may be chosen; what is wrong stands beside its field.
    pub fn new(
        entry: &QuestionEntry,
        problems: &[QuestionProblem],
        documents: &[Document],
        topics: Vec<String>,
    ) -> Self {
        use QuestionProblem as P;
        let about = |own: &[P]| {
            let found = problems.iter().find(|problem| own.contains(problem));
            found.map(|problem| words(*problem))
        };
        let options = (0..MOST_OPTIONS.max(entry.options.len())).map(|at| {
            let option = entry.options.get(at);
            OptionField {
                at,
                letter: letter(at),
                text: option.map(|option| option.text.clone()).unwrap_or_default(),
                correct: option.is_some_and(|option| option.correct),
            }
        });
        let option_errors = problems.iter().copied().filter(|problem| is_about_options(*problem)).map(words);
        Self {
            kinds: QuestionKind::ALL.map(|kind| choice(kind.name(), kind_words(kind), entry.kind == kind)).into(),
            stem: Field::new("stem", "Câu hỏi", &entry.stem, STEM_LENGTH).required().rows(3).error(about(&[
                P::EmptyStem,
                P::StemTooLong,
                P::Secret,
            ])),
            options: options.collect(),
            option_errors: option_errors.collect(),
            explanation: Field::new("explanation", "Giải thích", &entry.explanation, EXPLANATION_LENGTH)
                .hint("Trích đúng lời văn bản. Hiện cho đảng viên sau khi công bố đáp án.")
                .rows(3)
                .error(about(&[P::ExplanationTooLong])),
            documents: document_choices(documents, entry.document),
            document_error: None,
            source: Field::new("source", "Nguồn", &entry.source, SOURCE_LENGTH)
                .hint("Ví dụ: Điều 3 Quy định số 37-QĐ/TW, ngày 25/10/2021.")
                .error(about(&[P::SourceTooLong])),
            topic: Field::new("topic", "Chủ đề", &entry.topic, TOPIC_LENGTH)
                .hint("Chọn chủ đề đã có hoặc viết chủ đề mới; có thể để trống."),
            topics: topics.iter().map(|topic| wording::inert(topic)).collect(),
            difficulties: difficulty_choices(entry.difficulty),
            limit: Field::new("limit", "Thời gian trả lời (giây)", &entry.limit, 5)
                .hint("Từ 5 đến 600 giây. Để trống nếu theo thời gian chung của kỳ thi.")
                .error(about(&[P::Limit])),
            keep_order: entry.keep_order,
        }
    }

    /// What is wrong with the choice of a document.
    pub fn document_error(self, error: Option<impl Into<String>>) -> Self {
        Self { document_error: error.map(Into::into), ..self }
    }
}

/// What `question_picture.html` shows, under the name `picture`.
#[derive(Clone, Debug)]
pub struct PictureFields {
    /// Empty without a picture.
    pub hash: String,
    /// What is to be seen in it.
    pub words: Field,
    /// What is wrong with the file that was chosen.
    pub error: PictureMistake,
}

impl PictureFields {
    pub fn new(entry: &QuestionEntry, problems: &[QuestionProblem], error: PictureMistake) -> Self {
        let alt = entry.image.as_ref().map(|image| image.alt.as_str()).unwrap_or_default();
        let problem = problems.iter().find(|problem| field_of(**problem) == "image_alt");
        Self {
            hash: entry.image.as_ref().map(|image| image.hash.to_string()).unwrap_or_default(),
            words: Field::new("image_alt", "Trong ảnh có gì", alt, ALT_LENGTH)
                .hint("Cho người nghe máy đọc hoặc không tải được ảnh.")
                .error(problem.map(|problem| words(*problem))),
            error,
        }
    }
}

/// What was typed, as it was typed.
pub fn typed(form: &Form) -> QuestionEntry {
    let text = |name| form.text(name).to_owned();
    let right: Vec<usize> = form.all("right").filter_map(|at| at.parse().ok()).collect();
    // One more than there may be, so that a seventh is refused and not forgotten.
    let options = form.all("option").take(MOST_OPTIONS + 1).enumerate();
    QuestionEntry {
        kind: QuestionKind::from_name(form.text("kind")).unwrap_or(QuestionKind::Single),
        stem: text("stem"),
        options: options
            .map(|(at, text)| RevisionOption { text: text.to_owned(), correct: right.contains(&at) })
            .collect(),
        explanation: text("explanation"),
        source: text("source"),
        limit: text("limit"),
        keep_order: !form.text("keep_order").is_empty(),
        topic: text("topic"),
        difficulty: Difficulty::from_name(form.text("difficulty")),
        document: form.text("document").parse().ok(),
        image: picture(form.text("image"), form.text("image_alt")),
    }
}

/// A problem in the words of whoever writes.
pub fn words(problem: QuestionProblem) -> String {
    use QuestionProblem as P;
    match problem {
        P::EmptyStem => "Câu hỏi chưa có nội dung. Đồng chí hãy viết câu hỏi.".to_owned(),
        P::OptionCount => format!(
            "Câu hỏi cần từ 2 đến {MOST_OPTIONS} phương án; câu đúng hay sai có đúng 2. Đồng chí hãy thêm hoặc bớt phương án."
        ),
        P::EmptyOption => {
            "Có phương án được đánh dấu đúng mà chưa có nội dung. Đồng chí hãy viết hoặc bỏ dấu.".to_owned()
        }
        P::SameOptions => "Có hai phương án đọc như nhau. Đồng chí hãy sửa một phương án.".to_owned(),
        P::OneRight => "Loại câu này có đúng một phương án đúng. Đồng chí hãy đánh dấu một phương án.".to_owned(),
        P::NoneRight => "Chưa có phương án nào được đánh dấu đúng. Đồng chí hãy đánh dấu ít nhất một.".to_owned(),
        P::Limit => "Thời gian là số giây từ 5 đến 600. Đồng chí hãy sửa hoặc để trống.".to_owned(),
        P::StemTooLong => format!("Câu hỏi dài quá {STEM_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::OptionTooLong => format!("Có phương án dài quá {OPTION_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::ExplanationTooLong => {
            format!("Giải thích dài quá {EXPLANATION_LENGTH} ký tự. Đồng chí hãy chỉ trích phần cần thiết.")
        }
        P::SourceTooLong => format!("Nguồn dài quá {SOURCE_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::Secret => {
            "Nội dung có dấu chỉ độ mật (MẬT, TỐI MẬT, TUYỆT MẬT) không được đưa lên đây. Đồng chí hãy bỏ nội dung này."
                .to_owned()
        }
        P::PictureWithoutWords => {
            "Ảnh chưa có lời mô tả. Đồng chí hãy viết trong ảnh có gì, cho người nghe máy đọc hoặc không tải được ảnh."
                .to_owned()
        }
        P::PictureWordsTooLong => {
            format!("Lời mô tả ảnh dài quá {ALT_LENGTH} ký tự. Đồng chí hãy rút ngắn.")
        }
    }
}

pub const fn kind_words(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Single => "Một phương án đúng",
        QuestionKind::Multiple => "Nhiều phương án đúng",
        QuestionKind::TrueFalse => "Đúng hay sai",
    }
}

pub const fn difficulty_words(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Easy => "Dễ",
        Difficulty::Medium => "Vừa",
        Difficulty::Hard => "Khó",
    }
}

pub fn difficulty_choices(chosen: Option<Difficulty>) -> Vec<Choice> {
    let ranked = Difficulty::ALL.map(|it| choice(it.name(), difficulty_words(it), chosen == Some(it)));
    std::iter::once(choice("", "Chưa xếp", chosen.is_none())).chain(ranked).collect()
}

/// `A` for the first.
pub fn letter(at: usize) -> char {
    u8::try_from(at).ok().and_then(|at| b'A'.checked_add(at)).map_or('?', char::from)
}

/// The field whose id is named so is where the problem is told.
pub const fn field_of(problem: QuestionProblem) -> &'static str {
    use QuestionProblem as P;
    match problem {
        P::EmptyStem | P::StemTooLong | P::Secret => "stem",
        P::OptionCount | P::EmptyOption | P::SameOptions | P::OneRight | P::NoneRight | P::OptionTooLong => "options",
        P::Limit => "limit",
        P::ExplanationTooLong => "explanation",
        P::SourceTooLong => "source",
        P::PictureWithoutWords | P::PictureWordsTooLong => "image_alt",
    }
}

fn is_about_options(problem: QuestionProblem) -> bool {
    field_of(problem) == "options"
}

/// Those in force first; one that was replaced stays there for its own questions.
pub fn document_choices(documents: &[Document], chosen: Option<DocumentId>) -> Vec<Choice> {
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by_key(|document| !document.is_in_force());
    let none = choice("", "Chọn văn bản", chosen.is_none());
    let line = |document: &Document| {
        let mut words = wording::inert(document.name());
        if !document.symbol.is_empty() && !document.title.is_empty() {
            words += &format!(": {}", wording::inert(&document.title));
        }
        if !document.is_in_force() {
            words += " (đã được thay thế)";
        }
        Choice { value: document.id.to_string(), words, chosen: chosen == Some(document.id) }
    };
    std::iter::once(none).chain(sorted.into_iter().map(line)).collect()
}

fn choice(value: &str, words: &str, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), words: words.to_owned(), chosen }
}
