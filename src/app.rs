//! The running product: store, rooms and servers, put together and taken apart.

mod chores;

use std::any::Any;
use std::fs::{File, TryLockError};
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::rt::net::TcpStream;
use actix_web::{App as ActixApp, HttpResponse, HttpServer, web};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use socket2::SockRef;
use tokio::task::JoinHandle;
use tracing::{error, info, warn};

use crate::auth::{Auth, Front, Secrets, SecretsError};
use crate::exchange::FileReader;
use crate::http::{House, Limits, finish_refusals, limit_requests, log_request, renew_session, routes, secure_headers};
use crate::live::{self, Clock, LoadError, Registry};
use crate::settings::Settings;
use crate::store::{DatabaseSettings, OpenError, Store, StoreError, Vault};
use crate::tls::{self, TlsError};

/// File descriptors beside those of the connections: database, logs, listeners, room to spare.
const OWN_DESCRIPTORS: u64 = 128;
/// Connections that wait to be accepted: a hall opens its phones within a second.
const BACKLOG: u32 = 4_096;
/// Longest time for which a peer may leave what it was sent unread, or unacknowledged.
const UNREAD: Duration = Duration::from_secs(20);

/// Why a program does not start, each with what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    #[error("secrets/data.key does not make a key for sealing members' details")]
    Vault,
    #[error(transparent)]
    Contest(#[from] LoadError),
    #[error("another khacsau runs on {data}: stop it first, or choose another directory with --data", data = data.display())]
    InUse { data: PathBuf },
    #[error("cannot listen on {address}: {source}; choose another with --{setting}")]
    Listen { address: SocketAddr, setting: &'static str, source: std::io::Error },
    #[error(
        "{connections} connections need {needed} file descriptors, and the system allows {allowed}: raise the limit \
         (ulimit -n {needed}, or LimitNOFILE={needed} in the systemd unit), or set `connections` lower"
    )]
    FileDescriptors { connections: usize, needed: u64, allowed: u64 },
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("the system does not tell where this program is, which reads files in a process of its own: {0}")]
    Program(#[source] std::io::Error),
    #[error("the metrics recorder cannot be installed: {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
}

/// A started product.
pub struct App {
    pub house: House,
    /// Where it is served, with the real port.
    pub url: String,
    server: ServerHandle,
    running: Vec<JoinHandle<()>>,
    metrics: Option<ServerHandle>,
    chores: JoinHandle<()>,
}

/// Store, keys and rooms, before anything listens. The data directory is this program's alone until
/// it ends: two that write one record would each take the other for a fault.
pub async fn open(settings: &Settings, clock: Clock) -> Result<House, StartError> {
    raise_descriptor_limit(settings)?;
    make_directory(settings)?;
    let lock = lock(&settings.data)?;
    let mut house = open_beside(settings, clock).await?;
    house.lock = Some(Arc::new(lock));
    Ok(house)
}

/// The same for a command that may run beside a serving program, and opens no room.
pub async fn open_beside(settings: &Settings, clock: Clock) -> Result<House, StartError> {
    make_directory(settings)?;
    let secrets = Secrets::open(&settings.data)?;
    let vault = Vault::new(&secrets.data_key).map_err(|_| StartError::Vault)?;
    let store = Store::open(&database_settings(settings, &settings.data), vault).await?;
    let front = Front {
        public_url: settings.public_url.clone(),
        tls: settings.tls.is_some(),
        trusted_proxies: settings.trusted_proxies.as_slice().into(),
    };
    let auth = Auth::open(store.clone(), clock.clone(), &secrets, front).await?;
    let limits = Limits::new(settings.connections_per_address, clock.clone());
    let registry = Registry::new(store.clone(), secrets.signer.clone(), clock, tokio::runtime::Handle::current());
    let reader = match &settings.program {
        Some(program) => FileReader::at(program.clone()),
        None => FileReader::of_this_program().map_err(StartError::Program)?,
    };
    Ok(House { store, registry, auth, signer: secrets.signer, limits, reader, lock: None })
}

fn make_directory(settings: &Settings) -> Result<(), StartError> {
    // It holds names and keys: for the owner only.
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&settings.data)
        .map_err(|source| SecretsError::File { path: settings.data.clone(), source }.into())
}

fn lock(data: &Path) -> Result<File, StartError> {
    let path = data.join("lock");
    let broken = |source| SecretsError::File { path: path.clone(), source };
    let file = File::options().create(true).truncate(false).write(true).mode(0o600).open(&path).map_err(broken)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StartError::InUse { data: data.to_owned() }),
        Err(TryLockError::Error(source)) => Err(broken(source).into()),
    }
}

fn database_settings(settings: &Settings, directory: &Path) -> DatabaseSettings {
    DatabaseSettings {
        url: settings.database.clone(),
        directory: directory.to_owned(),
        max_connections: settings.database_connections,
    }
}

impl App {
    /// Takes up every contest that is not published, then listens.
    pub async fn start(settings: &Settings, house: House) -> Result<Self, StartError> {
        let recorder = recorder()?;
        live::catch_up_season(&house.store).await?;
        chores::make_due_changes(&house).await;
        house.registry.resume().await?;
        let (server, url) = serve(settings, house.clone())?;
        let mut running = Vec::new();
        let handle = server.handle();
        running.push(tokio::runtime::Handle::current().spawn(run(server)));
        let mut metrics = None;
        if let Some(address) = settings.metrics {
            let server = serve_metrics(address, recorder)?;
            metrics = Some(server.handle());
            running.push(tokio::runtime::Handle::current().spawn(run(server)));
        }
        let chores = chores::begin(house.clone());
        info!(url = %url, database = house.store.engine_name(), "listening on {url}");
        Ok(Self { house, url, server: handle, running, metrics, chores })
    }

    /// Rooms finish what they have decided, sockets are closed with `restarting`, then everything
    /// ends.
    pub async fn stop(self) {
        info!("stopping");
        self.chores.abort();
        self.house.registry.stop().await;
        self.server.stop(true).await;
        if let Some(metrics) = self.metrics {
            metrics.stop(false).await;
        }
        for server in self.running {
            // It has been told to end; an error would mean that it ended by itself.
            server.await.ok();
        }
        self.house.store.close().await;
        if let Some(lock) = &self.house.lock {
            // It would fall with the process; whoever starts anew in the same one need not wait.
            lock.unlock().ok();
        }
        info!("stopped");
    }
}

async fn run(server: actix_web::dev::Server) {
    if let Err(error) = server.await {
        error!(%error, "the server ended");
    }
}

fn serve(settings: &Settings, house: House) -> Result<(actix_web::dev::Server, String), StartError> {
    let listen = |source| StartError::Listen { address: settings.listen, setting: "listen", source };
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let data = web::Data::new(house);
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(data.clone())
            .wrap(from_fn(finish_refusals))
            .wrap(from_fn(renew_session))
            .wrap(from_fn(limit_requests))
            .wrap(from_fn(secure_headers))
            .wrap(from_fn(log_request))
            .configure(routes::routes)
            .route("/ws/contests/{contest}", web::get().to(crate::ws::upgrade))
            .default_service(web::to(routes::nothing))
    })
    .workers(workers)
    .max_connections(settings.connections.div_ceil(workers) + 64)
    .backlog(BACKLOG)
    // Whoever hangs up takes nothing any more: the seat is given back at once.
    .h1_allow_half_closed(false)
    // A question is one small frame: waiting to fill a packet would cost every phone 40 ms.
    .tcp_nodelay(true)
    .on_connect(|connection, _| limit_unread_time(connection))
    .shutdown_timeout(5)
    .disable_signals();
    let server = match &settings.tls {
        None => server.bind(settings.listen).map_err(listen)?,
        Some(files) => server.bind_rustls_0_23(settings.listen, tls::configuration(files)?).map_err(listen)?,
    };
    let mut address = server.addrs().first().copied().unwrap_or(settings.listen);
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let scheme = if settings.tls.is_some() { "https" } else { "http" };
    let url = settings.public_url.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
    Ok((server.run(), url))
}

/// A socket's loop stands still while its peer takes nothing: the system ends such a connection,
/// and with it the seat is given back.
fn limit_unread_time(connection: &dyn Any) {
    let over_tls = connection.downcast_ref::<TlsStream<TcpStream>>().map(|stream| stream.get_ref().0);
    let Some(stream) = connection.downcast_ref::<TcpStream>().or(over_tls) else { return };
    if let Err(error) = SockRef::from(stream).set_tcp_user_timeout(Some(UNREAD)) {
        warn!(%error, "a connection's time for unread frames cannot be limited");
    }
}

fn serve_metrics(address: SocketAddr, recorder: PrometheusHandle) -> Result<actix_web::dev::Server, StartError> {
    let data = web::Data::new(recorder);
    let server = HttpServer::new(move || {
        ActixApp::new().app_data(data.clone()).route("/metrics", web::get().to(render_metrics))
    })
    .workers(1)
    .disable_signals()
    .bind(address)
    .map_err(|source| StartError::Listen { address, setting: "metrics", source })?;
    for address in server.addrs() {
        info!(%address, "metrics on {address}");
    }
    Ok(server.run())
}

async fn render_metrics(recorder: web::Data<PrometheusHandle>) -> HttpResponse {
    recorder.run_upkeep();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(recorder.render())
}

/// One recorder a process, whatever is started in it.
fn recorder() -> Result<PrometheusHandle, StartError> {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    if let Some(recorder) = RECORDER.get() {
        return Ok(recorder.clone());
    }
    let recorder = PrometheusBuilder::new().install_recorder()?;
    Ok(RECORDER.get_or_init(|| recorder).clone())
}

/// How many connections the system allows beside the program's own descriptors.
pub fn possible_connections(settings: &Settings) -> usize {
    let allowed = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(0);
    allowed.saturating_sub(u64::from(settings.database_connections) + OWN_DESCRIPTORS) as usize
}

fn raise_descriptor_limit(settings: &Settings) -> Result<(), StartError> {
    let needed = settings.connections as u64 + u64::from(settings.database_connections) + OWN_DESCRIPTORS;
    let allowed = rlimit::increase_nofile_limit(needed).unwrap_or(0);
    if allowed < needed {
        return Err(StartError::FileDescriptors { connections: settings.connections, needed, allowed });
    }
    Ok(())
}

/// Waits for SIGINT or SIGTERM.
pub async fn stop_requested() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

/// How long a stop may take before the process ends anyway.
pub const STOP_WITHIN: Duration = Duration::from_secs(15);
