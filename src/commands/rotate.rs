//! `khacsau rotate-token-key`: when a key may have been seen, or by the calendar.

use std::error::Error;

use crate::auth::Secrets;
use crate::settings::Settings;

pub fn token_key(settings: &Settings) -> Result<(), Box<dyn Error>> {
    Secrets::rotate_token_key(&settings.data)?;
    println!("A new key signs sign-in tokens from the next start of khacsau on {}.", settings.data.display());
    println!("Phones and desks stay signed in: they get new tokens by themselves. Bearer tokens handed out are void.");
    Ok(())
}
