//! Tables that only lay out a page: their cells in reading order.

use super::super::document::{Block, Cell, Glyph, Line, LineWriter, Look, Table, text_of};
use super::super::text;
use super::label;

/// The cells of a layout table as lines: a cell with a bare label runs on into its neighbour.
pub fn laid_out(table: &Table) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lettered: Vec<(usize, Block)> = Vec::new();
    let mut only_options = true;
    for row in &table.rows {
        let mut cells: Vec<&Cell> = row.cells.iter().filter(|cell| !cell.covered && !cell.content.is_empty()).collect();
        cells.reverse();
        while let Some(cell) = cells.pop() {
            let single = match cell.content.as_slice() {
                [Block::Line(line)] => Some(line),
                _ => None,
            };
            if let (Some(line), Some(next)) = (single.filter(|line| is_bare_label(line)), cells.last())
                && let Some(joined) = run_on(line, next)
            {
                cells.pop();
                lettered.push((first_letter(&joined), joined.clone()));
                blocks.push(joined);
                only_options &= lettered.last().is_some_and(|(letter, _)| *letter < 26);
                continue;
            }
            for block in &cell.content {
                let letter = first_letter(block);
                let blank = matches!(block, Block::Line(line) if line.is_blank());
                only_options &= letter < 26 || blank;
                if !blank {
                    lettered.push((letter, block.clone()));
                }
                blocks.push(block.clone());
            }
        }
    }
    // Options by columns, A and B above each other: back in their order.
    let mut letters: Vec<usize> = lettered.iter().map(|(letter, _)| *letter).collect();
    letters.sort_unstable();
    let complete = letters.iter().enumerate().all(|(index, letter)| index == *letter);
    if only_options && complete && letters.len() > 1 {
        lettered.sort_by_key(|(letter, _)| *letter);
        return lettered.into_iter().map(|(_, block)| block).collect();
    }
    blocks
}

fn first_letter(block: &Block) -> usize {
    let Block::Line(line) = block else { return usize::MAX };
    label::option(&line.glyphs, &line.folded(), 0).map_or(usize::MAX, |label| label.letter)
}

fn is_bare_label(line: &Line) -> bool {
    let folded = text::folded(&line.text());
    let bare = folded.trim_matches(|letter: char| !letter.is_alphanumeric());
    let letter = bare.len() == 1 && bare.bytes().all(|letter| matches!(letter, b'a'..=b'h'));
    let number = bare.strip_prefix("cau").unwrap_or(bare).trim();
    let numbered = !number.is_empty() && number.len() <= 3 && number.bytes().all(|letter| letter.is_ascii_digit());
    let word = ["dap an", "dap an dung", "da", "giai thich", "nguon", "can cu", "loi giai", "cau hoi"].contains(&bare);
    letter || numbered || word
}

/// A bare label and the cell after it as one line.
fn run_on(label: &Line, next: &Cell) -> Option<Block> {
    let Some(Block::Line(first)) = next.content.first() else { return None };
    if is_bare_label(first) && next.content.len() == 1 && first.text().chars().count() > 1 {
        return None;
    }
    let mut glyphs = label.glyphs.clone();
    let written = text_of(&glyphs);
    let mut joint = LineWriter::default();
    let signed = written.ends_with(['.', ')', ':', '/']);
    let word = text::folded(&written).len() > 1 && !written.chars().all(|letter| letter.is_ascii_digit());
    joint.push(
        if signed {
            " "
        } else if word {
            ": "
        } else {
            ". "
        },
        Look::default(),
    );
    glyphs.extend(joint.finish());
    for (index, line) in next.lines().into_iter().enumerate() {
        if index > 0 {
            glyphs.push(Glyph { letter: ' ', look: Look::default() });
        }
        glyphs.extend(&line.glyphs);
    }
    Some(Block::Line(Line { glyphs, ..label.clone() }))
}
