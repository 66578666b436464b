//! What is printed: every pair, then the ratios.

use std::fmt;
use std::time::Duration;

use crate::rounds::{Measured, Pair, Round};

/// How long the last phone may wait for a question, in floors.
const ALLOWED: f64 = 2.0;

pub fn heading(sizes: &[usize]) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("A question to {sizes:?} phones, and their answers, on {cores} cores; all on this machine.");
    println!("product: `khacsau demo`, from the host's command to the receipt, with the commit in between");
    println!("floor: a bare server, one prebuilt frame and one send per phone; one prebuilt reply per answer");
    println!("floor + ping: the same with the protocol's ping in front, which every phone answers");
    println!("Milliseconds until the first, the median and the last phone has the question; then all answer at once.");
}

pub fn size(phones: usize, measured: &Measured) {
    let pairs = &measured.pairs;
    let (question, receipt) = (measured.question_bytes, measured.receipt_bytes);
    println!();
    println!("{phones} phones, a question of {question} bytes, a receipt of {receipt} bytes");
    println!("  round  server           first  median    last   answers/s");
    for (number, pair) in (1..).zip(pairs) {
        let rounds = [("product", &pair.product), ("floor", &pair.floor), ("floor + ping", &pair.pinging)];
        for (server, Round { receipts, answers }) in rounds {
            let [first, median, last] = [receipts.first, receipts.median, receipts.last].map(milliseconds);
            println!("  {number:>5}  {server:<12} {first:>9.1} {median:>7.1} {last:>7.1}  {answers:>10.0}");
        }
    }
    let last = |round: &Round| milliseconds(round.receipts.last);
    let spread = |figure: &dyn Fn(&Pair) -> f64| Spread::of(pairs.iter().map(figure).collect());
    let (product, floor) = (spread(&|pair| last(&pair.product)), spread(&|pair| last(&pair.floor)));
    println!("  last receipt: product {:.1} ms, floor {:.1} ms (medians)", product.median, floor.median);
    let ratio = spread(&|pair| last(&pair.product) / last(&pair.floor));
    let verdict = if ratio.median <= ALLOWED { "yes" } else { "no" };
    println!("  last receipt: ratio to the floor (median) {ratio}; at most {ALLOWED}: {verdict}");
    let ratio = spread(&|pair| last(&pair.product) / last(&pair.pinging));
    println!("  last receipt: ratio to the floor + ping (median) {ratio}");
    let (product, floor) = (spread(&|pair| pair.product.answers), spread(&|pair| pair.floor.answers));
    println!("  acknowledged answers: product {:.0} a second, floor {:.0} (medians)", product.median, floor.median);
    let ratio = spread(&|pair| pair.floor.answers / pair.product.answers);
    println!("  time for all answers, each committed: ratio to the floor (median) {ratio}");
}

struct Spread {
    least: f64,
    median: f64,
    most: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |position: usize| values.get(position).copied().unwrap_or(f64::NAN);
        Self { least: at(0), median: at(values.len() / 2), most: at(values.len().saturating_sub(1)) }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.2}, from {:.2} to {:.2}", self.median, self.least, self.most)
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
