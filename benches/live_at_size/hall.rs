//! A hall of phones on one server, product or floor: they note when a question comes, answer when
//! they are told to, and note when the answer is acknowledged.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::error::Error;
use std::fmt::Display;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::sync::{Notify, Semaphore};
use tokio::task::spawn_local;

use crate::frame;
use crate::line::{Address, Reader, Writer, connect};
use crate::now;

/// Upgrades under way at once.
const CONNECTING: usize = 200;
/// Frames sent between two looks at what has come.
const SENT_AT_ONCE: usize = 32;
/// What a phone's pong needs to come back, over a good 4G line: with none at all, five thousand
/// pongs would be on the same cores as the question that is still going out.
const LINE: Duration = Duration::from_millis(40);
/// How often what is on the line is looked at.
const LINE_STEP: Duration = Duration::from_millis(5);
/// Longest wait for something that all phones are to have.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
pub struct Hall {
    phones: RefCell<Vec<Writer>>,
    /// When each phone had the question, in the order of receipt.
    received: RefCell<Vec<Instant>>,
    recorded: Cell<usize>,
    recorded_last: Cell<Option<Instant>>,
    /// An answer refused or a phone lost: the run is void.
    fault: RefCell<Option<String>>,
    /// The newest question and the newest receipt, as they came.
    question: RefCell<Vec<u8>>,
    receipt: RefCell<Vec<u8>>,
    changed: Notify,
    /// Pongs on their way: (when they arrive, from which phone, the frame).
    line: RefCell<VecDeque<(Instant, usize, Vec<u8>)>>,
}

/// The last receipt is what a hall waits for.
pub struct Receipts {
    pub first: Duration,
    pub median: Duration,
    pub last: Duration,
}

impl Hall {
    /// Connects a phone for each token.
    pub async fn connect(server: SocketAddr, path: &str, tokens: &[String]) -> Result<Rc<Self>, Box<dyn Error>> {
        let hall = Rc::new(Self::default());
        let places = Rc::new(Semaphore::new(CONNECTING));
        let mut joining = Vec::with_capacity(tokens.len());
        for token in tokens {
            let place = Rc::clone(&places);
            let (hall, path, token) = (Rc::clone(&hall), path.to_owned(), token.clone());
            joining.push(spawn_local(async move {
                let _place = place.acquire().await.map_err(|error| error.to_string())?;
                let address = Address { server, path: &path, token: &token };
                let (reader, writer) = connect(address).await.map_err(|error| error.to_string())?;
                let phone = hall.size();
                hall.phones.borrow_mut().push(writer);
                spawn_local(async move { hall.listen(phone, reader).await });
                Ok::<_, String>(())
            }));
        }
        for phone in joining {
            phone.await??;
        }
        spawn_local(Rc::clone(&hall).carry_pongs());
        Ok(hall)
    }

    pub fn size(&self) -> usize {
        self.phones.borrow().len()
    }

    async fn listen(&self, phone: usize, mut reader: Reader) {
        let error = loop {
            match reader.more().await {
                Ok(()) => reader.drain(|frame| match frame.opcode {
                    frame::PING => {
                        let pong = frame::from_client(frame::PONG, frame.payload);
                        self.line.borrow_mut().push_back((now() + LINE, phone, pong));
                    }
                    frame::TEXT => self.hear(frame.payload),
                    frame::CLOSE => self.fault("a phone was closed", &String::from_utf8_lossy(frame.payload)),
                    _ => {}
                }),
                Err(error) => break error,
            }
        };
        self.fault("a phone was lost", &error);
    }

    async fn carry_pongs(self: Rc<Self>) {
        loop {
            tokio::time::sleep(LINE_STEP).await;
            let mut sent = 0;
            while let Some((_, phone, pong)) = self.arrived() {
                self.send(phone, &pong);
                sent += 1;
                // What comes in the meantime is noted in its own time.
                if sent % SENT_AT_ONCE == 0 {
                    tokio::task::yield_now().await;
                }
            }
        }
    }

    fn arrived(&self) -> Option<(Instant, usize, Vec<u8>)> {
        self.line.borrow_mut().pop_front_if(|(at, ..)| *at <= now())
    }

    fn hear(&self, text: &[u8]) {
        if text.starts_with(br#"{"type":"question""#) {
            let mut received = self.received.borrow_mut();
            received.push(now());
            if received.len() == 1 {
                self.question.replace(text.to_vec());
            }
            if received.len() == self.size() {
                self.changed.notify_one();
            }
        } else if text.starts_with(br#"{"type":"recorded""#) {
            self.recorded.set(self.recorded.get() + 1);
            if self.recorded.get() == self.size() {
                self.recorded_last.set(Some(now()));
                self.receipt.replace(text.to_vec());
                self.changed.notify_one();
            }
        } else if text.starts_with(br#"{"type":"rejected""#) {
            self.fault("an answer was refused", &String::from_utf8_lossy(text));
        }
    }

    fn send(&self, phone: usize, frame: &[u8]) {
        if let Err(error) = self.phones.borrow()[phone].send(frame) {
            self.fault("a phone cannot send", &error);
        }
    }

    /// The first one tells most.
    fn fault(&self, what: &str, why: &dyn Display) {
        self.fault.borrow_mut().get_or_insert_with(|| format!("{what}: {why}"));
        self.changed.notify_one();
    }

    /// To be called before a question is opened.
    pub fn begin_round(&self) {
        self.received.borrow_mut().clear();
        self.recorded.set(0);
    }

    /// Waits until every phone has the question that was opened at `opened`.
    pub async fn receipts(&self, opened: Instant) -> Result<Receipts, Box<dyn Error>> {
        self.wait("the question", || self.received.borrow().len()).await?;
        let received = self.received.borrow();
        let after = |at: usize| received[at] - opened;
        Ok(Receipts { first: after(0), median: after(received.len() / 2), last: after(received.len() - 1) })
    }

    /// Every phone answers at once; returns the time from the first answer to the last receipt.
    pub async fn answers(&self, answer: &[u8]) -> Result<Duration, Box<dyn Error>> {
        let answer = frame::from_client(frame::TEXT, answer);
        let begun = now();
        for phone in 0..self.size() {
            self.send(phone, &answer);
            if phone % SENT_AT_ONCE == 0 {
                tokio::task::yield_now().await;
            }
        }
        self.wait("a receipt", || self.recorded.get()).await?;
        let ended = self.recorded_last.get().ok_or("no answer was recorded")?;
        Ok(ended - begun)
    }

    /// The newest question's text.
    pub fn question(&self) -> Vec<u8> {
        self.question.borrow().clone()
    }

    /// The newest receipt's text.
    pub fn receipt(&self) -> Vec<u8> {
        self.receipt.borrow().clone()
    }

    async fn wait(&self, what: &str, count: impl Fn() -> usize) -> Result<(), Box<dyn Error>> {
        let everybody = async {
            while count() < self.size() && self.fault.borrow().is_none() {
                self.changed.notified().await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, everybody).await.is_ok();
        match self.fault.borrow().as_deref() {
            None if in_time => Ok(()),
            fault => {
                let why = fault.unwrap_or("it took too long");
                Err(format!("{} of {} phones have {what}: {why}", count(), self.size()).into())
            }
        }
    }
}
