//! Rounds: a question by the product, and the same bytes by the floor right after it, so that
//! whatever else the machine does meets both.

use std::error::Error;
use std::time::Duration;

use crate::floor::Floor;
use crate::hall::{Hall, Receipts};
use crate::line::find;
use crate::product::{Product, QUESTIONS};

/// Whatever a step has set going is over by then.
const QUIET: Duration = Duration::from_millis(400);
/// The countdown's pings go out four times a second: each question is opened at another point
/// between two of them.
const COUNTDOWN: Duration = Duration::from_millis(500);
const COUNTDOWN_STEP: Duration = Duration::from_millis(50);

/// What one server did with one question.
pub struct Round {
    pub receipts: Receipts,
    /// Acknowledged answers a second.
    pub answers: f64,
}

/// One question by each.
pub struct Pair {
    pub product: Round,
    pub floor: Round,
    /// The floor with a ping just ahead of the question, as the protocol has it, and every phone's
    /// pong: what of the ratio is owed to measuring.
    pub pinging: Round,
}

/// What was measured at one size.
pub struct Measured {
    pub pairs: Vec<Pair>,
    pub question_bytes: usize,
    pub receipt_bytes: usize,
}

pub async fn measure(phones: usize) -> Result<Measured, Box<dyn Error>> {
    let product = Product::start(phones).await?;
    let floor = Floor::start(phones).await?;
    let mut pairs = Vec::with_capacity(QUESTIONS);
    for index in 0..QUESTIONS {
        let by_product = by_product(&product, index).await?;
        let pair = Pair {
            product: by_product,
            floor: by_floor(&floor, &product.hall, false).await?,
            pinging: by_floor(&floor, &product.hall, true).await?,
        };
        pairs.push(pair);
    }
    let (question_bytes, receipt_bytes) = (product.hall.question().len(), product.hall.receipt().len());
    Ok(Measured { pairs, question_bytes, receipt_bytes })
}

async fn by_product(product: &Product, index: usize) -> Result<Round, Box<dyn Error>> {
    tokio::time::sleep(QUIET).await;
    product.command("open")?;
    product.heard("get_ready").await?;
    tokio::time::sleep(COUNTDOWN + COUNTDOWN_STEP * index as u32).await;
    product.hall.begin_round();
    let opened = product.command("open")?;
    let receipts = product.hall.receipts(opened).await?;
    let answers = answers(&product.hall).await?;
    for (command, reply) in [("lock", "closed"), ("reveal", "revealed"), ("next", "leaders")] {
        tokio::time::sleep(QUIET / 4).await;
        product.command(command)?;
        product.heard(reply).await?;
    }
    Ok(Round { receipts, answers })
}

async fn by_floor(floor: &Floor, like: &Hall, with_ping: bool) -> Result<Round, Box<dyn Error>> {
    floor.prepare(&like.question(), &like.receipt(), with_ping)?;
    tokio::time::sleep(QUIET).await;
    floor.hall.begin_round();
    let opened = floor.open()?;
    let receipts = floor.hall.receipts(opened).await?;
    let answers = answers(&floor.hall).await?;
    Ok(Round { receipts, answers })
}

async fn answers(hall: &Hall) -> Result<f64, Box<dyn Error>> {
    tokio::time::sleep(QUIET).await;
    let question = hall.question();
    let mut ids = question.as_slice();
    let (Some(id), Some(option)) = (next_id(&mut ids), next_id(&mut ids)) else {
        return Err("a question without options".into());
    };
    let answer = format!(
        r#"{{"type":"answer","question":"{id}","options":["{option}"],"response_time":{},"key":"at-size"}}"#,
        QUIET.as_millis()
    );
    let taken = hall.answers(answer.as_bytes()).await?;
    Ok(hall.size() as f64 / taken.as_secs_f64())
}

/// The value of the next `id`, and what follows it: the question's own comes first, then those of
/// its options.
fn next_id<'a>(json: &mut &'a [u8]) -> Option<&'a str> {
    const FIELD: &[u8] = br#""id":""#;
    let value = &json[find(json, FIELD)? + FIELD.len()..];
    let (id, rest) = value.split_at(find(value, b"\"")?);
    *json = rest;
    std::str::from_utf8(id).ok()
}
