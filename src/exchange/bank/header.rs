//! What the columns of a question table hold, by their headings.

use super::super::document::Row;
use super::super::text;

/// Columns by what they hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub number: Option<usize>,
    pub question: Option<usize>,
    /// All options in one cell, or one in each row.
    pub together: Option<usize>,
    /// One column per option: `(letter, column)`.
    pub options: Vec<(usize, usize)>,
    pub key: Option<usize>,
    pub explanation: Option<usize>,
    pub source: Option<usize>,
    pub seconds: Option<usize>,
    pub topic: Option<usize>,
    pub difficulty: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    Number,
    Question,
    Together,
    Option(usize),
    Key,
    Explanation,
    Source,
    Seconds,
    Topic,
    Difficulty,
}

impl Columns {
    /// Reads `row` as a heading; with `below`, a second row of headings under merged ones.
    pub fn read(row: &Row, below: Option<&Row>) -> Option<(Self, usize)> {
        let mut columns = Self::default();
        for (at, cell) in row.cells.iter().enumerate() {
            if let Some(heading) = heading(&cell.text()) {
                columns.put(heading, at);
            }
        }
        let mut rows = 1;
        if let Some(below) = below.filter(|_| columns.question.is_some() && columns.options.len() < 2) {
            let lettered: Vec<(usize, usize)> = below
                .cells
                .iter()
                .enumerate()
                .filter(|(at, _)| Some(*at) != columns.question && Some(*at) != columns.number)
                .filter_map(|(at, cell)| Some((option_letter(&text::folded(&cell.text()), true)?, at)))
                .collect();
            let in_order = lettered.iter().enumerate().all(|(index, (letter, _))| index == *letter);
            let bare = below.cells.iter().enumerate().all(|(at, cell)| {
                cell.is_blank() || lettered.iter().any(|(_, found)| *found == at) || heading(&cell.text()).is_some()
            });
            if lettered.len() >= 2 && in_order && bare {
                // A merged `Đáp án` over A to D heads options, not a key.
                columns.key = columns.key.filter(|key| lettered.iter().all(|(_, at)| at != key));
                columns.together = None;
                columns.options = lettered;
                for (at, cell) in below.cells.iter().enumerate() {
                    if let Some(found @ (Heading::Key | Heading::Explanation | Heading::Source | Heading::Seconds)) =
                        heading(&cell.text())
                    {
                        columns.put(found, at);
                    }
                }
                rows = 2;
            }
        }
        columns.is_usable().then_some((columns, rows))
    }

    fn put(&mut self, heading: Heading, at: usize) {
        match heading {
            Heading::Option(letter) => {
                if self.options.iter().all(|(found, _)| *found != letter) {
                    self.options.push((letter, at));
                }
            }
            Heading::Number => _ = self.number.get_or_insert(at),
            Heading::Question => _ = self.question.get_or_insert(at),
            Heading::Together => _ = self.together.get_or_insert(at),
            Heading::Key => _ = self.key.get_or_insert(at),
            Heading::Explanation => _ = self.explanation.get_or_insert(at),
            Heading::Source => _ = self.source.get_or_insert(at),
            Heading::Seconds => _ = self.seconds.get_or_insert(at),
            Heading::Topic => _ = self.topic.get_or_insert(at),
            Heading::Difficulty => _ = self.difficulty.get_or_insert(at),
        }
    }

    fn is_usable(&self) -> bool {
        let answers = self.options.len() >= 2 || self.together.is_some() || self.key.is_some();
        self.question.is_some() && answers
    }

    /// Number and key without questions: a table of answers.
    pub fn read_key_table(row: &Row) -> Option<Self> {
        let mut columns = Self::default();
        for (at, cell) in row.cells.iter().enumerate() {
            match heading(&cell.text()) {
                // `Câu hỏi` over numbers.
                Some(Heading::Question) if columns.number.is_none() => columns.number = Some(at),
                Some(found) => columns.put(found, at),
                None => {}
            }
        }
        let answers = columns.key.is_some() && columns.options.is_empty() && columns.together.is_none();
        (columns.number.is_some() && columns.question.is_none() && answers).then_some(columns)
    }
}

/// What a heading says; `Question - max 120 characters` is cut at its dash.
fn heading(written: &str) -> Option<Heading> {
    let folded = text::folded(written);
    if folded.chars().count() > 90 {
        return None;
    }
    let bare = folded.split(['(', '\n']).next().unwrap_or_default();
    let bare = bare.split(" - ").next().unwrap_or_default();
    let bare = in_full(bare.trim_matches(|letter: char| !letter.is_alphanumeric()));
    let bare = bare.as_str();
    if let Some(letter) = option_letter(bare, false) {
        return Some(Heading::Option(letter));
    }
    let is = |names: &[&str]| names.contains(&bare);
    if is(&["stt", "tt", "so tt", "so thu tu", "cau", "cau so", "so cau", "no", "id", "ma cau hoi", "ma cau"]) {
        Some(Heading::Number)
    } else if is(&[
        "cau hoi",
        "noi dung cau hoi",
        "noi dung",
        "question",
        "question text",
        "questions",
        "de bai",
        "cau hoi trac nghiem",
        "noi dung cau hoi trac nghiem",
        "cau hoi va phuong an",
        "cau dan",
        "noi dung cau dan",
        "cau hoi thi",
        "nhan dinh",
        "phat bieu",
    ]) {
        Some(Heading::Question)
    } else if is(&[
        "phuong an",
        "cac phuong an",
        "phuong an tra loi",
        "cac phuong an tra loi",
        "phuong an lua chon",
        "lua chon",
        "cac lua chon",
        "dap an lua chon",
        "cac dap an",
        "dap an tra loi",
        "options",
        "answers",
        "cau tra loi",
        "tra loi",
        "noi dung phuong an",
        "noi dung cac phuong an",
        "cac cau tra loi",
    ]) {
        Some(Heading::Together)
    } else if is(&[
        "dap an",
        "dap an dung",
        "da",
        "key",
        "correct answer",
        "correct answers",
        "correct answer(s)",
        "correct",
        "answer",
        "dap an chinh xac",
        "phuong an dung",
        "tra loi dung",
        "cau tra loi dung",
        "lua chon dung",
        "ket qua",
        "da dung",
        "dung",
    ]) || bare.starts_with("correct answer")
    {
        Some(Heading::Key)
    } else if ["giai thich", "loi giai", "huong dan", "explanation", "answer explanation", "phan hoi"]
        .iter()
        .any(|name| bare.starts_with(name))
    {
        Some(Heading::Explanation)
    } else if is(&[
        "nguon",
        "can cu",
        "can cu phap ly",
        "nguon trich dan",
        "trich dan",
        "nguon tham khao",
        "source",
        "tham khao",
        "tai lieu tham khao",
        "van ban",
        "nguon tai lieu",
        "van ban can cu",
        "tai lieu",
        "nguon, can cu",
        "nguon/can cu",
    ]) {
        Some(Heading::Source)
    } else if bare.starts_with("thoi gian") || bare.starts_with("time") || is(&["giay", "seconds", "so giay"]) {
        Some(Heading::Seconds)
    } else if is(&["chu de", "chuyen de", "topic"]) {
        Some(Heading::Topic)
    } else if is(&["muc do", "do kho", "muc do nhan thuc", "difficulty"]) {
        Some(Heading::Difficulty)
    } else {
        None
    }
}

/// `P.án A`, `P/a A`, `Đ/án`: how narrow columns are headed.
fn in_full(folded: &str) -> String {
    const SHORT: [(&str, &str); 8] = [
        ("p.an", "phuong an"),
        ("p/an", "phuong an"),
        ("p. an", "phuong an"),
        ("p/a", "phuong an"),
        ("d.an", "dap an"),
        ("d/an", "dap an"),
        ("d. an", "dap an"),
        ("d/a", "dap an"),
    ];
    let full = |(short, words): &(&str, &str)| Some(format!("{words}{}", folded.strip_prefix(short)?));
    SHORT.iter().find_map(full).unwrap_or_else(|| folded.to_owned())
}

const OPTION_WORDS: [&str; 14] = [
    "phuong an tra loi",
    "phuong an",
    "dap an",
    "lua chon",
    "cau tra loi",
    "tra loi",
    "option",
    "answer",
    "choice",
    "pa",
    "da",
    "y",
    "phuong an lua chon",
    "dap an lua chon",
];

/// `Phương án A`, `Answer 1`, `A`; `1` alone only under a merged heading.
fn option_letter(folded: &str, numbers: bool) -> Option<usize> {
    let folded = folded.trim_matches(|letter: char| !letter.is_alphanumeric());
    let (word, mark) = match folded.rsplit_once(' ') {
        Some((word, mark)) => (word.trim_matches(|letter: char| !letter.is_alphanumeric()), mark),
        None => {
            let bare = OPTION_WORDS.iter().find_map(|word| folded.strip_prefix(word)).filter(|rest| !rest.is_empty());
            if let Some(rest) = bare { ("pa", rest) } else { ("", folded) }
        }
    };
    let known = word.is_empty() || OPTION_WORDS.contains(&word);
    let letter = match mark.as_bytes() {
        [letter @ b'a'..=b'h'] => usize::from(letter - b'a'),
        [digit @ b'1'..=b'8'] if numbers || !word.is_empty() => usize::from(digit - b'1'),
        _ => return None,
    };
    known.then_some(letter)
}
