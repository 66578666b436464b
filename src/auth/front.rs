//! How requests reach this program: directly, over its own TLS, or through a proxy that is trusted
//! to say for whom it speaks.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, HeaderName, ORIGIN};
use ipnet::IpNet;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// Scheme and host that members see, where it is set.
    pub public_url: Option<String>,
    /// This program speaks TLS itself.
    pub tls: bool,
    /// Peers whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub trusted_proxies: Arc<[IpNet]>,
}

impl Front {
    /// Scheme and host as a browser writes them in `Origin`.
    pub fn own_origin(&self, request: &HttpRequest) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => {
                let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
                let scheme = if self.is_secure(request) { "https" } else { "http" };
                format!("{scheme}://{host}")
            }
        }
    }

    /// Whether this request came over TLS, as the browser sees it: its cookies may then travel no
    /// other way.
    pub fn is_secure(&self, request: &HttpRequest) -> bool {
        match &self.public_url {
            Some(url) => url.starts_with("https://"),
            None if self.tls => true,
            None => {
                let forwarded = request.headers().get(FORWARDED_PROTO).and_then(|value| value.to_str().ok());
                self.is_trusted(peer(request)) && forwarded.is_some_and(|scheme| scheme.trim() == "https")
            }
        }
    }

    /// Whether a browser says that one of our own pages sent this.
    pub fn is_own_origin(&self, request: &HttpRequest) -> bool {
        let mut origins = request.headers().get_all(ORIGIN);
        let own = self.own_origin(request);
        let origin = origins.next().and_then(|origin| origin.to_str().ok());
        origin.is_some_and(|origin| origin == own) && origins.next().is_none()
    }

    /// Who asks: the peer, or the last address that a trusted proxy names and that is no trusted
    /// proxy itself. What stands before that one anybody can write.
    pub fn address(&self, request: &HttpRequest) -> IpAddr {
        let peer = peer(request);
        if !self.is_trusted(peer) {
            return peer;
        }
        let named = request.headers().get_all(FORWARDED_FOR).filter_map(|value| value.to_str().ok());
        let named: Vec<&str> = named.flat_map(|value| value.split(',')).map(str::trim).collect();
        let mut nearest = peer;
        for name in named.into_iter().rev() {
            let Ok(address) = name.parse::<IpAddr>() else { break };
            nearest = address.to_canonical();
            if !self.is_trusted(nearest) {
                break;
            }
        }
        nearest
    }

    fn is_trusted(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(&address))
    }
}

fn peer(request: &HttpRequest) -> IpAddr {
    request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip().to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn behind(proxies: &str) -> Front {
        let trusted_proxies = proxies.split_whitespace().map(|network| network.parse().unwrap()).collect();
        Front { trusted_proxies, ..Front::default() }
    }

    fn request(peer: &str, forwarded: &[(&str, &str)]) -> HttpRequest {
        let mut request = TestRequest::default().peer_addr(format!("{peer}:1").parse().unwrap());
        for (name, value) in forwarded {
            request = request.append_header((*name, *value));
        }
        request.append_header(("host", "thi.example.vn")).to_http_request()
    }

    #[test]
    fn only_a_trusted_proxy_speaks_for_others() {
        let address = |front: &Front, peer, forwarded: &str| {
            front.address(&request(peer, &[("x-forwarded-for", forwarded)])).to_string()
        };
        let direct = Front::default();
        assert_eq!(address(&direct, "203.0.113.7", "198.51.100.1"), "203.0.113.7");
        let front = behind("10.0.0.0/8 127.0.0.1/32");
        assert_eq!(address(&front, "203.0.113.7", "198.51.100.1"), "203.0.113.7");
        assert_eq!(address(&front, "10.1.2.3", "198.51.100.1"), "198.51.100.1");
        // What the client wrote itself stands before what the proxy saw.
        assert_eq!(address(&front, "10.1.2.3", "1.1.1.1, 198.51.100.1"), "198.51.100.1");
        assert_eq!(address(&front, "127.0.0.1", "1.1.1.1, 198.51.100.1, 10.9.9.9"), "198.51.100.1");
        assert_eq!(address(&front, "10.1.2.3", "rubbish"), "10.1.2.3");
        assert_eq!(address(&front, "10.1.2.3", "::ffff:198.51.100.1"), "198.51.100.1");
        assert_eq!(address(&front, "10.1.2.3", ""), "10.1.2.3");
    }

    #[test]
    fn our_own_scheme_is_what_the_browser_sees() {
        let secure = [("x-forwarded-proto", "https")];
        let origin = |front: &Front, peer, forwarded: &[(&str, &str)]| front.own_origin(&request(peer, forwarded));
        assert_eq!(origin(&Front::default(), "10.1.2.3", &secure), "http://thi.example.vn");
        assert_eq!(origin(&behind("10.0.0.0/8"), "10.1.2.3", &secure), "https://thi.example.vn");
        assert_eq!(origin(&behind("10.0.0.0/8"), "203.0.113.7", &secure), "http://thi.example.vn");
        let tls = Front { tls: true, ..Front::default() };
        assert_eq!(origin(&tls, "203.0.113.7", &[]), "https://thi.example.vn");
        let public = Front { public_url: Some("https://chibo.example.vn".to_owned()), ..Front::default() };
        assert_eq!(origin(&public, "203.0.113.7", &[]), "https://chibo.example.vn");
    }
}
