//! Structured logs on standard error: one JSON object a line.

use tracing_subscriber::EnvFilter;

/// Begins to log; `filter` as in the `log` setting.
pub fn begin(filter: &str) -> Result<(), Box<dyn std::error::Error>> {
    let filter = EnvFilter::try_new(filter).map_err(|error| format!("`log` cannot be read: {error}"))?;
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).with_env_filter(filter).try_init().ok();
    Ok(())
}
