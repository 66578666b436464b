//! A websocket and who sits at it. A task of its own reads it all the time, and so answers every ping at once, as a
//! browser does.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex as StdMutex};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, mpsc, oneshot, watch};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::frame::Frame;
use super::within;

/// Frames that come whenever they like: passed over unless they are asked for.
const AMBIENT: [&str; 9] =
    ["progress", "checkpoint", "notice", "lobby", "desk", "roster", "attendance", "incidents", "asked"];

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A device, by its websocket. Dropping it breaks the line without a word.
pub struct Line {
    name: String,
    orders: mpsc::UnboundedSender<Order>,
    ear: Mutex<Ear>,
    stalled: Arc<AtomicBool>,
}

enum Order {
    /// Written together, as one batch.
    Send(Vec<Message>),
    /// Stop reading, and so stop answering pings.
    Stall(oneshot::Sender<()>),
    /// Read again.
    GoOn,
}

pub(super) enum Heard {
    Frame(Frame),
    Closed(Option<(u16, String)>),
}

struct Ear {
    incoming: mpsc::UnboundedReceiver<Heard>,
    /// Everything that came, in order.
    all: Vec<Frame>,
    question: Option<Frame>,
}

/// All devices, so that an evening's clock can wait until each has answered its pings.
#[derive(Clone, Default)]
pub(super) struct Pulse(Arc<StdMutex<Vec<Beat>>>);

/// One device's.
#[derive(Clone)]
pub(super) struct Beat {
    orders: mpsc::WeakUnboundedSender<Order>,
    /// How many pings it has answered.
    pings: watch::Receiver<u64>,
    /// How many of its own were answered.
    pongs: watch::Receiver<u64>,
    stalled: Arc<AtomicBool>,
}

impl Pulse {
    /// The devices that answer pings, with what they have answered so far marked as seen.
    pub fn listen(&self) -> Vec<Beat> {
        let mut beats = self.0.lock().expect("the pulse");
        beats.retain(|beat| beat.pings.has_changed().is_ok());
        let awake = beats.iter_mut().filter(|beat| !beat.stalled.load(Ordering::SeqCst));
        awake
            .map(|beat| {
                beat.pings.borrow_and_update();
                beat.clone()
            })
            .collect()
    }
}

impl Beat {
    /// Waits until the device has answered a ping, and until the server has read the answer. One whose line ends
    /// meanwhile is not waited for.
    pub async fn next(mut self) {
        if self.pings.changed().await.is_err() {
            return;
        }
        self.pongs.borrow_and_update();
        if let Some(orders) = self.orders.upgrade() {
            drop(orders.send(Order::Send(vec![Message::Ping("beat".into())])));
        }
        self.pongs.changed().await.ok();
    }
}

impl Line {
    pub(super) fn new(name: &str, socket: Socket, pulse: &Pulse) -> Self {
        let (orders, taken) = mpsc::unbounded_channel();
        let (say, incoming) = mpsc::unbounded_channel();
        let stalled = Arc::new(AtomicBool::new(false));
        let (count_ping, pings) = watch::channel(0);
        let (count_pong, pongs) = watch::channel(0);
        let beat = Beat { orders: orders.downgrade(), pings, pongs, stalled: Arc::clone(&stalled) };
        pulse.0.lock().expect("the pulse").push(beat);
        tokio::runtime::Handle::current().spawn(attend(socket, taken, say, count_ping, count_pong));
        let ear = Ear { incoming, all: Vec::new(), question: None };
        Self { name: name.to_owned(), orders, ear: Mutex::new(ear), stalled }
    }

    /// One that only listens; with what happens when it is dropped.
    pub(super) fn of_a_stream(
        name: &str,
        incoming: mpsc::UnboundedReceiver<Heard>,
    ) -> (Self, impl Future<Output = ()> + use<>) {
        let (orders, mut taken) = mpsc::unbounded_channel();
        let ear = Ear { incoming, all: Vec::new(), question: None };
        let line = Self { name: name.to_owned(), orders, ear: Mutex::new(ear), stalled: Arc::default() };
        let left = async move {
            assert!(taken.recv().await.is_none(), "a stream takes no messages: they are posted");
        };
        (line, left)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The next frame of this `type`. Ambient frames are passed over; any other is a failure.
    pub async fn expect(&self, kind: &str) -> Frame {
        self.wait(kind, |frame| frame.kind() == kind, |frame| AMBIENT.contains(&frame.kind())).await
    }

    /// The next frame of this `type`, whatever comes before it.
    pub async fn hear(&self, kind: &str) -> Frame {
        self.wait(kind, |frame| frame.kind() == kind, |_| true).await
    }

    /// The next frame that fits, whatever comes before it.
    pub async fn hear_that(&self, what: &str, fits: impl Fn(&Frame) -> bool) -> Frame {
        self.wait(what, fits, |_| true).await
    }

    /// How the server closes this socket: its code and its one word. Frames before it are passed over. A line that
    /// breaks without a word gives `None`.
    pub async fn expect_end(&self) -> Option<(u16, String)> {
        let mut ear = self.ear.lock().await;
        let listening = async {
            loop {
                if let Heard::Closed(reason) = ear.next().await {
                    return reason;
                }
            }
        };
        match tokio::time::timeout(super::PATIENCE, listening).await {
            Ok(reason) => reason,
            Err(_) => ear.waited_in_vain(&self.name, "the end of the connection"),
        }
    }

    /// The same where a reason has to be given.
    pub async fn expect_close(&self) -> (u16, String) {
        self.expect_end().await.unwrap_or_else(|| panic!("{}: the line broke without a word", self.name))
    }

    async fn wait(&self, what: &str, fits: impl Fn(&Frame) -> bool, passed_over: impl Fn(&Frame) -> bool) -> Frame {
        let name = &self.name;
        let mut ear = self.ear.lock().await;
        let listening = async {
            loop {
                match ear.next().await {
                    Heard::Frame(frame) if fits(&frame) => return frame,
                    Heard::Frame(frame) if passed_over(&frame) => {}
                    Heard::Frame(frame) => panic!("{name}: `{what}` was expected, this came: {frame:?}"),
                    Heard::Closed(reason) => panic!("{name}: `{what}` was expected, the line ended: {reason:?}"),
                }
            }
        };
        match tokio::time::timeout(super::PATIENCE, listening).await {
            Ok(frame) => frame,
            Err(_) => ear.waited_in_vain(name, what),
        }
    }

    /// Everything that has reached this device so far.
    pub async fn heard(&self) -> Vec<Frame> {
        let mut ear = self.ear.lock().await;
        while let Ok(heard) = ear.incoming.try_recv() {
            if let Heard::Frame(frame) = heard {
                ear.take_in(&frame);
            }
        }
        ear.all.clone()
    }

    /// Everything that has reached this device, once all that was said to it before has: a `clock` asked now is
    /// answered after it.
    pub async fn heard_all(&self) -> Vec<Frame> {
        self.send(&json!({"type": "clock", "t": 7}));
        self.hear("clock").await;
        self.heard().await
    }

    /// Sends one message.
    pub fn send(&self, message: &Value) {
        self.send_raw(&message.to_string());
    }

    pub fn send_raw(&self, text: &str) {
        self.send_batch(&[text]);
    }

    /// Sends several text frames in one write.
    pub fn send_batch(&self, texts: &[&str]) {
        let messages = texts.iter().map(|text| Message::text(*text)).collect();
        // A line that has ended says so when it is listened to.
        drop(self.orders.send(Order::Send(messages)));
    }

    pub fn send_binary(&self, bytes: Vec<u8>) {
        drop(self.orders.send(Order::Send(vec![Message::binary(bytes)])));
    }

    /// From now on nothing is read and no ping is answered: a phone in a tunnel.
    pub async fn stall(&self) {
        self.stalled.store(true, Ordering::SeqCst);
        let (done, stalled) = oneshot::channel();
        drop(self.orders.send(Order::Stall(done)));
        within("the tunnel", stalled).await.ok();
    }

    pub fn go_on(&self) {
        drop(self.orders.send(Order::GoOn));
    }

    /// The question this device shows, or showed last.
    pub async fn question(&self) -> Frame {
        self.heard().await;
        let ear = self.ear.lock().await;
        ear.question.clone().unwrap_or_else(|| panic!("{}: no question was shown yet", self.name))
    }
}

impl Ear {
    async fn next(&mut self) -> Heard {
        let heard = self.incoming.recv().await.unwrap_or(Heard::Closed(None));
        if let Heard::Frame(frame) = &heard {
            self.take_in(frame);
        }
        heard
    }

    fn waited_in_vain(&self, name: &str, what: &str) -> ! {
        let last: Vec<&Frame> = self.all.iter().rev().take(12).collect();
        panic!("{name}: waited in vain for `{what}`; the newest frames, newest first: {last:#?}")
    }

    fn take_in(&mut self, frame: &Frame) {
        let state = Frame { text: frame.text.clone(), value: frame["state"].clone() };
        if frame.kind() == "question" {
            self.question = Some(frame.clone());
        } else if frame.kind() == "welcome" && state.kind() == "question" {
            self.question = Some(state);
        }
        self.all.push(frame.clone());
    }
}

async fn attend(
    mut socket: Socket,
    mut orders: mpsc::UnboundedReceiver<Order>,
    say: mpsc::UnboundedSender<Heard>,
    pings: watch::Sender<u64>,
    pongs: watch::Sender<u64>,
) {
    let mut reading = true;
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                None => return,
                Some(Order::Stall(done)) => {
                    reading = false;
                    done.send(()).ok();
                }
                Some(Order::GoOn) => reading = true,
                Some(Order::Send(messages)) => {
                    for message in messages {
                        // Whoever listens hears of a line that has ended.
                        drop(socket.feed(message).await);
                    }
                    drop(socket.flush().await);
                }
            },
            message = socket.next(), if reading => match message {
                Some(Ok(Message::Text(text))) => drop(say.send(Heard::Frame(Frame::read(&text)))),
                Some(Ok(Message::Ping(_))) => {
                    // The pong has been queued by the reading; it leaves now.
                    drop(socket.flush().await);
                    pings.send_modify(|count| *count += 1);
                }
                Some(Ok(Message::Pong(_))) => pongs.send_modify(|count| *count += 1),
                Some(Ok(Message::Close(reason))) => {
                    drop(socket.flush().await);
                    let reason = reason.map(|reason| (u16::from(reason.code), reason.reason.to_string()));
                    drop(say.send(Heard::Closed(reason)));
                    return;
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => {
                    drop(say.send(Heard::Closed(None)));
                    return;
                }
            }
        }
    }
}

/// A "no" by frame.
#[derive(Debug, PartialEq)]
pub struct Refused {
    pub question: Option<String>,
    pub command: Option<String>,
    pub reason: String,
}

impl Line {
    /// The next frame is a `rejected`.
    pub async fn expect_no(&self) -> Refused {
        let frame = self.expect("rejected").await;
        let text = |field: &str| frame[field].as_str().map(str::to_owned);
        Refused { question: text("question"), command: text("command"), reason: frame.str("reason").to_owned() }
    }
}

/// A member's phone.
pub struct Phone(pub(super) Line);

/// The host's desk.
pub struct Host(pub(super) Line);

/// The projector.
pub struct Screen(pub(super) Line);

impl Deref for Phone {
    type Target = Line;
    fn deref(&self) -> &Line {
        &self.0
    }
}

impl Deref for Host {
    type Target = Line;
    fn deref(&self) -> &Line {
        &self.0
    }
}

impl Deref for Screen {
    type Target = Line;
    fn deref(&self) -> &Line {
        &self.0
    }
}

/// The message of an answer. Without a measure of the phone's own, plain server time counts.
pub fn answer(question: &str, options: &[&str], response_time: Option<i64>, key: &str) -> Value {
    let mut message = json!({"type": "answer", "question": question, "options": options, "key": key});
    if let Some(response_time) = response_time {
        message["response_time"] = response_time.into();
    }
    message
}

impl Phone {
    /// Answers what is shown with the option at this position, and waits for the receipt.
    pub async fn answer(&self, option: usize) -> Frame {
        self.send_answer(option, &fresh_key()).await;
        self.expect("recorded").await
    }

    /// Answers with an option known by its id.
    pub async fn answer_with(&self, option: &str) -> Frame {
        let question = self.question().await;
        self.send(&answer(question.str("id"), &[option], None, &fresh_key()));
        self.expect("recorded").await
    }

    /// Sends an answer under a key of the test's own, and waits for nothing.
    pub async fn send_answer(&self, option: usize, key: &str) {
        let question = self.question().await;
        self.send(&answer(question.str("id"), &[&question.option(option)], None, key));
    }

    /// Answers and is refused: with which reason.
    pub async fn is_refused(&self, option: usize) -> String {
        self.send_answer(option, &fresh_key()).await;
        let refused = self.expect_no().await;
        assert_eq!(refused.question.as_deref(), Some(self.question().await.str("id")), "{}", self.name());
        refused.reason
    }
}

/// An idempotency key that no other answer has.
pub fn fresh_key() -> String {
    uuid::Uuid::now_v7().to_string()
}

impl Host {
    fn command(&self, name: &str) {
        self.send(&json!({"type": name}));
    }

    /// Opens the lobby with a number that was called out in the hall.
    pub async fn lobby(&self, hall_number: u32) {
        self.send(&json!({"type": "lobby", "hall_number": hall_number}));
    }

    pub async fn open(&self) {
        self.command("open");
    }

    pub async fn extend(&self, seconds: u32) {
        self.send(&json!({"type": "extend", "seconds": seconds}));
    }

    /// Closes the question early; returns its new deadline.
    pub async fn lock(&self) -> Frame {
        self.command("lock");
        self.hear("deadline").await
    }

    pub async fn reveal(&self) {
        self.command("reveal");
    }

    /// To the standings, the next question's lobby, or the finish.
    pub async fn go_next(&self) {
        self.command("next");
    }

    pub async fn pause(&self) {
        self.command("pause");
    }

    pub async fn resume(&self) {
        self.command("resume");
    }

    pub async fn void_question(&self, index: usize, reason: &str) {
        self.send(&json!({"type": "void_question", "index": index, "reason": reason}));
    }

    pub async fn end(&self, reason: &str) {
        self.send(&json!({"type": "end", "reason": reason}));
    }

    pub async fn confirm(&self) {
        self.command("confirm");
    }

    pub async fn publish(&self) {
        self.command("publish");
    }

    /// Opens the next question without waiting out its countdown.
    pub async fn ask(&self) -> Frame {
        self.open().await;
        self.hear("get_ready").await;
        self.open().await;
        self.hear("question").await
    }
}

impl Line {
    pub(super) async fn welcomed(self) -> Self {
        within("the welcome", self.expect("welcome")).await;
        self
    }
}
