//! What is printed: every pair, then the ratios.

use std::time::Duration;

use crate::rounds::{Measured, Round};

/// What the product may cost, in floors.
const ALLOWED: f64 = 2.0;

pub fn heading(sizes: &[usize]) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("A question to {sizes:?} phones, and their answers, on {cores} cores; all on this machine.");
    println!("product: `khacsau demo`, from the host's command to the receipt, with the commit in between");
    println!("floor: a bare server, one prebuilt frame and one send per phone; one prebuilt reply per answer");
    println!("Milliseconds until the first, the median and the last phone has the question; then all answer at once.");
}

pub fn size(phones: usize, measured: &Measured) {
    println!();
    println!(
        "{phones} phones, a question of {} bytes, a receipt of {} bytes",
        measured.question_bytes, measured.receipt_bytes
    );
    println!("  pair  server      first  median    last   answers/s");
    for (number, pair) in (1..).zip(&measured.pairs) {
        for (server, round) in [("product", &pair.product), ("floor", &pair.floor)] {
            let Round { receipts, answers } = round;
            let [first, median, last] = [receipts.first, receipts.median, receipts.last].map(milliseconds);
            println!("  {number:>4}  {server:<8} {first:>8.1} {median:>7.1} {last:>7.1}  {answers:>10.0}");
        }
    }
    let median = |figure: fn(&Round) -> f64| {
        let of = |rounds: Vec<&Round>| Spread::of(rounds.into_iter().map(figure).collect()).median;
        let product = of(measured.pairs.iter().map(|pair| &pair.product).collect());
        let floor = of(measured.pairs.iter().map(|pair| &pair.floor).collect());
        (product, floor)
    };
    let (product, floor) = median(|round| milliseconds(round.receipts.last));
    println!("  last receipt: {product:.1} ms, floor {floor:.1} ms (medians)");
    let (product, floor) = median(|round| round.answers);
    println!("  acknowledged answers: {product:.0} a second, floor {floor:.0} a second (medians)");
    let ratios = |ratio: fn(&Round, &Round) -> f64| {
        Spread::of(measured.pairs.iter().map(|pair| ratio(&pair.product, &pair.floor)).collect())
    };
    let last = |product: &Round, floor: &Round| milliseconds(product.receipts.last) / milliseconds(floor.receipts.last);
    ratios(last).print("last receipt");
    ratios(|product, floor| floor.answers / product.answers).print("time for all answers");
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

    fn print(&self, what: &str) {
        let Self { least, median, most } = self;
        let verdict = if *median <= ALLOWED { "yes" } else { "no" };
        println!(
            "  {what}: ratio to the floor (median) {median:.2}, from {least:.2} to {most:.2}; at most {ALLOWED}: {verdict}"
        );
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
