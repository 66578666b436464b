//! How much one address may ask for: requests in a while, and live connections at once.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{ResponseError as _, web};

use super::error::{Api, Page, Refusal};
use super::house::House;
use crate::auth::{Limit, TooOften, quota};
use crate::live::Clock;

/// A hall of hundreds opens its pages behind one address within a minute.
const REQUESTS_BURST: u32 = 6_000;
const REQUEST_PERIOD: Duration = Duration::from_millis(10);

/// Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct Limits {
    requests: Limit<IpAddr>,
    connections: Arc<Connections>,
}

struct Connections {
    most: usize,
    /// A std mutex: nothing awaits while it is held.
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// A live connection's place among those of its address; given back when dropped.
pub struct Place {
    address: IpAddr,
    connections: Arc<Connections>,
}

impl Limits {
    pub fn new(connections_per_address: usize, clock: Clock) -> Self {
        let connections = Connections { most: connections_per_address, open: Mutex::default() };
        let requests = Limit::new(quota(REQUESTS_BURST, REQUEST_PERIOD), clock);
        Self { requests, connections: Arc::new(connections) }
    }

    /// A place for one more live connection; `None` if this address has all of its own taken.
    pub fn connection(&self, address: IpAddr) -> Option<Place> {
        // This machine itself, or a proxy on it that nobody told us about: then it stands for all.
        let most = if address.is_loopback() { usize::MAX } else { self.connections.most };
        let mut open = self.connections.open();
        let count = open.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Place { address, connections: Arc::clone(&self.connections) })
    }

    fn request(&self, address: IpAddr) -> Result<(), TooOften> {
        if address.is_loopback() { Ok(()) } else { self.requests.take(&address) }
    }
}

impl Connections {
    fn open(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// Refuses an address that asks too often. Assets and health do not count.
pub async fn limit_requests(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let path = request.path();
    let counts = !path.starts_with("/assets/") && path != "/healthz" && path != "/readyz";
    let house = request.app_data::<web::Data<House>>().filter(|_| counts);
    if let Some(house) = house
        && let Err(too_often) = house.limits.request(house.auth.front.address(request.request()))
    {
        let refusal = Refusal::TooOften(too_often);
        let for_programs = path.starts_with("/api/") || path.starts_with("/ws/");
        let response = if for_programs { Api(refusal).error_response() } else { Page(refusal).error_response() };
        return Ok(request.into_response(response).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}
