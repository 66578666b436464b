//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::commands;
use crate::settings::{Settings, SettingsError, Sources};

/// Monthly live contests of party cells: timed questions, fair time, a record anyone can verify.
#[derive(Parser)]
#[command(name = "khacsau", version)]
struct Cli {
    #[command(subcommand)]
    command: Subcommands,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Subcommand)]
enum Subcommands {
    /// Serves an organisation; the first start prints a one-time link for the administrator.
    Serve,
    /// The same on a sample organisation, with links to sign in at once.
    Demo {
        /// Adds a cell of this many invented members (1 to 20000), with a live contest of its own.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=20_000))]
        members: Option<u32>,
        /// How many months of finished contests the three cells have behind them.
        #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=20))]
        months: u32,
        /// Writes the sign-in links and tokens to this file, as JSON.
        #[arg(long)]
        links: Option<PathBuf>,
    },
    /// Prints each setting with its meaning, value and origin; refuses unknown ones.
    CheckConfig,
    /// Recomputes a contest from its bundle alone and prints the first difference.
    Verify {
        bundle: PathBuf,
        /// The fingerprint printed in the contest's rules: guards against a bundle forged whole.
        #[arg(long)]
        key: Option<String>,
    },
    /// Prints what fair time does to honest members and to cheats on four kinds of network.
    Simulate {
        #[arg(long, default_value_t = 1)]
        seed: u64,
        #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
        rounds: u32,
    },
    /// Question banks in files.
    Bank {
        #[command(subcommand)]
        command: BankCommands,
    },
    /// Lists of members in files.
    Roster {
        #[command(subcommand)]
        command: RosterCommands,
    },
    /// The boards of the year.
    Season {
        #[command(subcommand)]
        command: SeasonCommands,
    },
    /// Reads a file from standard input within bounds of memory and time, for this program itself.
    #[command(hide = true)]
    ReadFile { what: String, name: String },
    /// Prints a new one-time link for the administrator; the old ones stay as they are.
    AdminLink,
    /// Puts a new key in the place of the one that signs sign-in tokens; takes effect at the next start.
    RotateTokenKey,
}

#[derive(Subcommand)]
enum BankCommands {
    /// Writes the questions that a unit can draw from into a new file; beside a serving program, if need be.
    Export {
        /// The unit's id, as it stands in the address of its pages.
        #[arg(long)]
        unit: String,
        /// json, xlsx, csv, docx, docx-without-keys, gift, kahoot or wayground.
        #[arg(long, default_value = "json")]
        format: String,
        file: PathBuf,
    },
    /// Shows what an import would take from a file, and what is wrong with the rest; saves nothing.
    Check {
        /// Word, Excel, OpenDocument, .csv, .txt, GIFT, Aiken or Moodle XML.
        file: PathBuf,
        /// As JSON, for other programs.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
enum RosterCommands {
    /// Shows what an import would read in a list of members, and what is wrong with the rest; saves nothing.
    Check {
        /// Excel (.xlsx) or .csv.
        file: PathBuf,
        /// As JSON, for other programs.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
enum SeasonCommands {
    /// Computes all boards again from the journals alone and prints what differs; while no program serves.
    Rebuild {
        /// Keeps everything as it is, and fails where something differs.
        #[arg(long)]
        check: bool,
    },
}

/// Settings; `khacsau check-config` explains each.
#[derive(Args)]
struct Flags {
    /// The settings file (TOML).
    #[arg(long, global = true, env = "KHACSAU_CONFIG")]
    config: Option<PathBuf>,
    #[arg(long, global = true)]
    listen: Option<String>,
    #[arg(long, global = true)]
    data: Option<String>,
    #[arg(long, global = true)]
    database: Option<String>,
    #[arg(long, global = true)]
    database_connections: Option<String>,
    #[arg(long, global = true)]
    connections: Option<String>,
    #[arg(long, global = true)]
    public_url: Option<String>,
    #[arg(long, global = true)]
    tls_certificate: Option<String>,
    #[arg(long, global = true)]
    tls_key: Option<String>,
    #[arg(long, global = true)]
    trusted_proxies: Option<String>,
    #[arg(long, global = true)]
    connections_per_address: Option<String>,
    #[arg(long, global = true)]
    metrics: Option<String>,
    #[arg(long, global = true)]
    log: Option<String>,
}

impl Flags {
    fn sources(self, strict: bool) -> Result<Sources, SettingsError> {
        let flags = [
            ("listen", self.listen),
            ("data", self.data),
            ("database", self.database),
            ("database_connections", self.database_connections),
            ("connections", self.connections),
            ("public_url", self.public_url),
            ("tls_certificate", self.tls_certificate),
            ("tls_key", self.tls_key),
            ("trusted_proxies", self.trusted_proxies),
            ("connections_per_address", self.connections_per_address),
            ("metrics", self.metrics),
            ("log", self.log),
        ];
        Sources::gather(self.config.as_deref(), std::env::vars(), flags, strict)
    }

    fn settings(self) -> Result<Settings, SettingsError> {
        self.sources(false)?.settings()
    }
}

/// Runs the program; what goes wrong is one sentence on standard error.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("khacsau: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Box<dyn std::error::Error>> {
    match cli.command {
        Subcommands::CheckConfig => {
            let sources = cli.flags.sources(true)?;
            sources.settings()?;
            print!("{}", sources.describe());
            Ok(())
        }
        Subcommands::Verify { bundle, key } => commands::verify::run(&bundle, key.as_deref()),
        Subcommands::Simulate { seed, rounds } => {
            print!("{}", commands::simulate::report(seed, rounds));
            Ok(())
        }
        Subcommands::Bank { command: BankCommands::Check { file, json } } => commands::bank::check(&file, json),
        Subcommands::Bank { command: BankCommands::Export { unit, format, file } } => {
            with_runtime(commands::bank_export::run(cli.flags.settings()?, unit, format, file))
        }
        Subcommands::Roster { command: RosterCommands::Check { file, json } } => commands::roster::check(&file, json),
        Subcommands::Season { command: SeasonCommands::Rebuild { check } } => {
            with_runtime(commands::season::rebuild(cli.flags.settings()?, check))
        }
        Subcommands::ReadFile { what, name } => commands::read_file::read_file(&what, &name),
        Subcommands::Serve => with_runtime(commands::serve::run(cli.flags.settings()?)),
        Subcommands::AdminLink => with_runtime(commands::serve::admin_link(cli.flags.settings()?)),
        Subcommands::RotateTokenKey => commands::rotate::token_key(&cli.flags.settings()?),
        Subcommands::Demo { members, months, links } => {
            let extent = commands::demo::Extent { members, months };
            with_runtime(commands::demo::run(cli.flags.settings()?, extent, links))
        }
    }
}

fn with_runtime(
    program: impl Future<Output = Result<(), Box<dyn std::error::Error>>>,
) -> Result<(), Box<dyn std::error::Error>> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(program)
}
