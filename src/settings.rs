//! Settings: defaults, one TOML file, environment, flags; the later stronger.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use ipnet::IpNet;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Default,
    File(PathBuf),
    Environment(String),
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("default"),
            Self::File(path) => write!(formatter, "file {}", path.display()),
            Self::Environment(name) => write!(formatter, "environment {name}"),
            Self::Flag(name) => write!(formatter, "flag {name}"),
        }
    }
}

/// One setting, as documented.
pub struct Setting {
    pub key: &'static str,
    pub meaning: &'static str,
    pub default: &'static str,
    /// Not shown by `check-config`.
    pub secret: bool,
}

/// Every setting there is. Environment names are `KHACSAU_` and the key in capitals; flags are the
/// key with hyphens.
pub const SETTINGS: [Setting; 12] = [
    Setting {
        key: "listen",
        meaning: "address and port to serve on; port 0 takes a free one",
        default: "127.0.0.1:8080",
        secret: false,
    },
    Setting {
        key: "data",
        meaning: "directory of the embedded database and the secrets",
        default: "data",
        secret: false,
    },
    Setting {
        key: "database",
        meaning: "postgres://… for PostgreSQL; empty for the embedded SQLite",
        default: "",
        secret: true,
    },
    Setting {
        key: "database_connections",
        meaning: "connections to the database, at most (1 to 200)",
        default: "8",
        secret: false,
    },
    Setting {
        key: "connections",
        meaning: "phones, desks and projectors at once, at most (10 to 100000); needs as many file descriptors",
        default: "5000",
        secret: false,
    },
    Setting {
        key: "public_url",
        meaning: "scheme and host that members see, for instance https://thi.example.vn; empty: as served",
        default: "",
        secret: false,
    },
    Setting {
        key: "tls_certificate",
        meaning: "PEM file with the certificate and its chain; with tls_key, https and wss are served; empty: no TLS here",
        default: "",
        secret: false,
    },
    Setting { key: "tls_key", meaning: "PEM file with the certificate's private key", default: "", secret: false },
    Setting {
        key: "trusted_proxies",
        meaning: "addresses or networks of proxies in front, for instance 127.0.0.1 10.0.0.0/8, whose X-Forwarded-For \
                  and X-Forwarded-Proto are believed; empty: none",
        default: "",
        secret: false,
    },
    Setting {
        key: "connections_per_address",
        meaning: "live connections from one address, at most (10 to 100000); a hall may sit behind one",
        default: "2500",
        secret: false,
    },
    Setting { key: "metrics", meaning: "address for Prometheus metrics; empty: none", default: "", secret: false },
    Setting {
        key: "log",
        meaning: "what is logged, for instance info or khacsau=debug,warn",
        default: "info",
        secret: false,
    },
];

/// What a program start is told.
#[derive(Clone, Debug)]
pub struct Settings {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub database: Option<String>,
    pub database_connections: u32,
    pub connections: usize,
    pub public_url: Option<String>,
    pub tls: Option<TlsFiles>,
    pub trusted_proxies: Vec<IpNet>,
    pub connections_per_address: usize,
    pub metrics: Option<SocketAddr>,
    pub log: String,
    /// The program that reads files; the one that is running if none is named. Tests run in another.
    pub program: Option<PathBuf>,
}

/// Where TLS comes from.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("{path}: {source}")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path} is not TOML: {source}")]
    NotToml { path: PathBuf, source: Box<toml::de::Error> },
    #[error("unknown setting `{key}` in {origin}; the settings are {known}")]
    Unknown { key: String, origin: Origin, known: String },
    #[error("`{key}` ({origin}): {problem}")]
    Value { key: &'static str, origin: Origin, problem: String },
}

/// Values as given, with where each comes from.
pub struct Sources {
    values: BTreeMap<&'static str, (String, Origin)>,
}

impl Sources {
    /// Layers file, environment and flags over the defaults. `environment` holds all variables;
    /// with `strict`, an unknown `KHACSAU_` one is refused, too.
    pub fn gather(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: impl IntoIterator<Item = (&'static str, Option<String>)>,
        strict: bool,
    ) -> Result<Self, SettingsError> {
        let defaults = SETTINGS.iter().map(|setting| (setting.key, (setting.default.to_owned(), Origin::Default)));
        let mut values: BTreeMap<_, _> = defaults.collect();
        if let Some(path) = file {
            for (key, value) in read_file(path)? {
                values.insert(known(&key, || Origin::File(path.to_owned()))?, (value, Origin::File(path.to_owned())));
            }
        }
        for (name, value) in environment {
            let Some(key) = name.strip_prefix("KHACSAU_").map(str::to_lowercase) else { continue };
            // For the program's start and its tests, not settings.
            if key == "config" || key == "bin" || key == "web" || key.starts_with("test_") {
                continue;
            }
            match known(&key, || Origin::Environment(name.clone())) {
                Ok(key) => {
                    values.insert(key, (value, Origin::Environment(name)));
                }
                Err(error) if strict => return Err(error),
                Err(error) => eprintln!("khacsau: ignored: {error}"),
            }
        }
        for (key, value) in flags {
            if let Some(value) = value {
                values.insert(key, (value, Origin::Flag(format!("--{}", key.replace('_', "-")))));
            }
        }
        Ok(Self { values })
    }

    pub fn settings(&self) -> Result<Settings, SettingsError> {
        Ok(Settings {
            listen: self.parse("listen", "an address and port such as 127.0.0.1:8080 is expected")?,
            data: self.text("data").into(),
            database: self.optional("database"),
            database_connections: self.number("database_connections", 1, 200)? as u32,
            connections: self.number("connections", 10, 100_000)?,
            public_url: self.public_url()?,
            tls: self.tls()?,
            trusted_proxies: self.trusted_proxies()?,
            connections_per_address: self.number("connections_per_address", 10, 100_000)?,
            metrics: match self.text("metrics") {
                "" => None,
                _ => Some(self.parse("metrics", "an address and port such as 127.0.0.1:9090 is expected")?),
            },
            log: self.log()?,
            program: None,
        })
    }

    /// Each setting with meaning, value and origin.
    pub fn describe(&self) -> String {
        let mut text = String::new();
        for setting in &SETTINGS {
            let (value, origin) = &self.values[setting.key];
            let shown = if setting.secret && !value.is_empty() { "(set, not shown)" } else { value.as_str() };
            text.push_str(&format!("{} = {shown:?}\n    {}\n    from {origin}\n", setting.key, setting.meaning));
        }
        text
    }

    fn text(&self, key: &str) -> &str {
        self.values.get(key).map_or("", |(value, _)| value.trim())
    }

    fn optional(&self, key: &str) -> Option<String> {
        Some(self.text(key)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn parse<T: std::str::FromStr>(&self, key: &'static str, expected: &str) -> Result<T, SettingsError> {
        self.text(key).parse().map_err(|_| self.problem(key, expected))
    }

    fn number(&self, key: &'static str, least: usize, most: usize) -> Result<usize, SettingsError> {
        let number = self.text(key).parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| self.problem(key, &format!("a number from {least} to {most} is expected")))
    }

    fn public_url(&self) -> Result<Option<String>, SettingsError> {
        let Some(url) = self.optional("public_url") else { return Ok(None) };
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        match host.map(|host| host.trim_end_matches('/')) {
            Some(host) if !host.is_empty() && !host.contains('/') => Ok(Some(url.trim_end_matches('/').to_owned())),
            _ => Err(self.problem("public_url", "scheme and host only, such as https://thi.example.vn, are expected")),
        }
    }

    fn tls(&self) -> Result<Option<TlsFiles>, SettingsError> {
        match (self.optional("tls_certificate"), self.optional("tls_key")) {
            (None, None) => Ok(None),
            (Some(certificate), Some(key)) => Ok(Some(TlsFiles { certificate: certificate.into(), key: key.into() })),
            (Some(_), None) => Err(self.problem("tls_key", "tls_certificate is set, so its private key is needed")),
            (None, Some(_)) => Err(self.problem("tls_certificate", "tls_key is set, so its certificate is needed")),
        }
    }

    fn trusted_proxies(&self) -> Result<Vec<IpNet>, SettingsError> {
        let network = |text: &str| text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        let listed = self.text("trusted_proxies").split([',', ' ']).filter(|text| !text.is_empty());
        let expected = "addresses or networks such as 127.0.0.1 10.0.0.0/8 are expected";
        listed.map(|text| network(text).map_err(|_| self.problem("trusted_proxies", expected))).collect()
    }

    fn log(&self) -> Result<String, SettingsError> {
        let filter = self.text("log");
        match tracing_subscriber::EnvFilter::try_new(filter) {
            Ok(_) => Ok(filter.to_owned()),
            Err(error) => {
                Err(self.problem("log", &format!("levels such as info or khacsau=debug,warn are expected: {error}")))
            }
        }
    }

    fn problem(&self, key: &'static str, problem: &str) -> SettingsError {
        let origin = self.values.get(key).map_or(Origin::Default, |(_, origin)| origin.clone());
        SettingsError::Value { key, origin, problem: problem.to_owned() }
    }
}

fn read_file(path: &Path) -> Result<Vec<(String, String)>, SettingsError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })?;
    let table: toml::Table = toml::from_str(&text)
        .map_err(|source| SettingsError::NotToml { path: path.to_owned(), source: Box::new(source) })?;
    let value = |value: toml::Value| match value {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(table.into_iter().map(|(key, given)| (key, value(given))).collect())
}

fn known(key: &str, origin: impl Fn() -> Origin) -> Result<&'static str, SettingsError> {
    let setting = SETTINGS.iter().find(|setting| setting.key == key);
    setting.map(|setting| setting.key).ok_or_else(|| SettingsError::Unknown {
        key: key.to_owned(),
        origin: origin(),
        known: SETTINGS.map(|setting| setting.key).join(", "),
    })
}
