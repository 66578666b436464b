//! `khacsau serve`: an organisation of one's own.

use std::error::Error;

use uuid::Uuid;

use super::logging;
use crate::app::{self, App};
use crate::auth::{LINK_LIFETIME, link_hash, new_link_token};
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::name::sort_key;
use crate::domain::role::{Grant, Role};
use crate::http::House;
use crate::live::Clock;
use crate::settings::Settings;
use crate::store::{LinkKind, NewLink, NewMember, StoreError, Unit};

/// The organisation that a first start makes; everything else is made below it.
const ROOT: UnitId = UnitId(Uuid::from_u128(0x4b53_0000_0000_4000_8000_0000_0000_0001));
const ADMINISTRATOR: MemberId = MemberId(Uuid::from_u128(0x4b53_0000_0000_4000_8000_0000_0000_0002));

pub async fn run(settings: Settings) -> Result<(), Box<dyn Error>> {
    logging::begin(&settings.log)?;
    let house = app::open(&settings, Clock::system()).await?;
    let first_start = make_organisation(&house).await?;
    let app = App::start(&settings, house).await?;
    println!("Khắc Sâu is served at {}", app.url);
    if first_start {
        print_link(&app.house, &app.url).await?;
    }
    serve_until_stopped(app).await
}

/// Prints a new link for the administrator, for whoever can read the data directory.
pub async fn admin_link(settings: Settings) -> Result<(), Box<dyn Error>> {
    logging::begin(&settings.log)?;
    let house = app::open_beside(&settings, Clock::system()).await?;
    make_organisation(&house).await?;
    let url = settings.public_url.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
    print_link(&house, &url).await?;
    house.store.close().await;
    Ok(())
}

async fn print_link(house: &House, url: &str) -> Result<(), StoreError> {
    let token = new_link_token();
    let link = NewLink {
        token_hash: link_hash(&token),
        member: ADMINISTRATOR,
        kind: LinkKind::Once,
        expires_at: house.auth.now() + LINK_LIFETIME,
    };
    house.store.insert_links(&[link]).await?;
    println!("The administrator signs in once with {url}/sign-in/{token}");
    Ok(())
}

/// True if this is the first start on this database.
async fn make_organisation(house: &House) -> Result<bool, StoreError> {
    if house.store.member(ADMINISTRATOR).await?.is_some() {
        return Ok(false);
    }
    let (kind, name) = ("organisation".to_owned(), "Tổ chức đảng của chúng ta".to_owned());
    let root = Unit { id: ROOT, parent: None, kind, name, closed_at: None };
    house.store.insert_unit(&root, house.auth.now()).await?;
    let name = "Quản trị";
    let administrator =
        NewMember { id: ADMINISTRATOR, name: name.to_owned(), sort_key: sort_key(name), unit: ROOT, official: true };
    house.store.insert_members(&[administrator], house.auth.now()).await?;
    house.store.insert_grant(ADMINISTRATOR, Grant { role: Role::Administrator, unit: ROOT }).await?;
    Ok(true)
}

/// Serves until a signal asks to stop, and then stops in order.
pub async fn serve_until_stopped(app: App) -> Result<(), Box<dyn Error>> {
    app::stop_requested().await?;
    if tokio::time::timeout(app::STOP_WITHIN, app.stop()).await.is_err() {
        return Err("the stop took too long and was cut short; nothing acknowledged is lost".into());
    }
    Ok(())
}
