//! The installation's secrets: made at the first start, readable by their owner only.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::domain::ledger::Signer;

const TOKEN_KEY: &str = "token.key";

#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    #[error("{path}: {source}; the data directory must be writable by the user who runs khacsau")]
    File { path: PathBuf, source: std::io::Error },
    #[error("{path} does not hold 32 bytes: restore it from a backup, or remove it to make a new one")]
    Length { path: PathBuf },
}

/// What must never leave the data directory.
pub struct Secrets {
    /// Signs the heads of the records.
    pub signer: Signer,
    /// Signs session tokens.
    pub token_key: [u8; 32],
    /// Goes into the hashes of PINs and passwords: the database alone is no use to a thief.
    pub pepper: [u8; 32],
    /// Seals what is kept of members beside their names.
    pub data_key: [u8; 32],
}

impl Secrets {
    /// Reads `DIRECTORY/secrets`, making what is missing.
    pub fn open(directory: &Path) -> Result<Self, SecretsError> {
        let folder = directory.join("secrets");
        let file = |path: &Path| {
            let path = path.to_owned();
            move |source| SecretsError::File { path, source }
        };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(file(&folder))?;
        let key = |name| {
            let path = folder.join(name);
            read_or_make(&path).map_err(file(&path))?.ok_or(SecretsError::Length { path })
        };
        let signer = Signer::from_bytes(&key("record.key")?);
        Ok(Self { signer, token_key: key(TOKEN_KEY)?, pepper: key("pepper.key")?, data_key: key("data.key")? })
    }

    /// Puts a new key in the place of the one that signs tokens. Every token is void at the next
    /// start; devices renew theirs by their session and notice nothing.
    pub fn rotate_token_key(directory: &Path) -> Result<(), SecretsError> {
        let folder = directory.join("secrets");
        let (path, fresh) = (folder.join(TOKEN_KEY), folder.join("token.key.new"));
        let file = |source| SecretsError::File { path: path.clone(), source };
        // There is one to be replaced; whatever a try before this one left is not.
        fs::metadata(&path).map_err(file)?;
        match fs::remove_file(&fresh) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(file(error)),
            _ => {}
        }
        read_or_make(&fresh).and_then(|_| fs::rename(&fresh, &path)).map_err(file)?;
        File::open(&folder).and_then(|folder| folder.sync_all()).map_err(file)
    }
}

fn read_or_make(path: &Path) -> std::io::Result<Option<[u8; 32]>> {
    match fs::read(path) {
        Ok(bytes) => Ok(bytes.try_into().ok()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let bytes: [u8; 32] = rand::random();
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            Ok(Some(bytes))
        }
        Err(error) => Err(error),
    }
}
