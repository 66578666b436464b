//! How often a secret may be tried. Everybody's attempts at one account share a bucket, and so do
//! all attempts from one address; a device that has proved itself has a bucket of its own, so that
//! a stranger who tries never locks it out.

use std::net::IpAddr;
use std::time::Duration;

use super::limits::{Limit, TooOften, quota};
use crate::domain::identity::MemberId;
use crate::live::Clock;

/// With six digits and 480 tries a day, a guess takes years.
const ACCOUNT_BURST: u32 = 5;
const ACCOUNT_PERIOD: Duration = Duration::from_secs(180);
const DEVICE_BURST: u32 = 10;
const DEVICE_PERIOD: Duration = Duration::from_secs(60);
/// A whole hall may sit behind one address.
const ADDRESS_BURST: u32 = 300;
const ADDRESS_PERIOD: Duration = Duration::from_secs(1);

#[derive(Clone)]
pub(super) struct Attempts {
    accounts: Limit<MemberId>,
    devices: Limit<String>,
    addresses: Limit<IpAddr>,
}

impl Attempts {
    pub fn new(clock: &Clock) -> Self {
        Self {
            accounts: Limit::new(quota(ACCOUNT_BURST, ACCOUNT_PERIOD), clock.clone()),
            devices: Limit::new(quota(DEVICE_BURST, DEVICE_PERIOD), clock.clone()),
            addresses: Limit::new(quota(ADDRESS_BURST, ADDRESS_PERIOD), clock.clone()),
        }
    }

    /// Counts one attempt at this account. `known_device`: the hash of a device that belongs to it.
    pub fn take(&self, member: MemberId, known_device: Option<&str>, address: IpAddr) -> Result<(), TooOften> {
        self.addresses.take(&address)?;
        match known_device {
            Some(device) => self.devices.take(&device.to_owned()),
            None => self.accounts.take(&member),
        }
    }
}
