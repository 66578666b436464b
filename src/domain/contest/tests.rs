//! Evenings in the hall, played by hand and by chance.

mod answers;
mod audit;
mod corrections;
mod evening;
mod hostile;
mod incidents;
mod live;
mod properties;
mod record;
mod window;
