//! A picture for a question: whatever a phone or a scanner made becomes a small JPEG, without what it says of the
//! place and time it was taken.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, imageops::FilterType};
use serde::{Deserialize, Serialize};

/// Bytes of a file that is looked at.
pub const FILE: usize = 8 << 20;
/// As wide as the smallest phone is in its own pixels, nearly.
const WIDTH: u32 = 640;
/// A picture higher than this would push the options off the screen however wide it is.
const HEIGHT: u32 = 800;
/// Bytes of a picture: a page of the contest on a slow line.
const BYTES: usize = 60_000;
/// What is unpacked at most: a phone's photograph of 24 million dots.
const DOTS: u64 = 24_000_000;
/// Qualities, from the best.
const QUALITIES: [u8; 5] = [82, 72, 62, 52, 42];

/// A picture as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// JPEG.
    #[serde(with = "super::base64")]
    pub bytes: Vec<u8>,
}

/// Why a file becomes no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureRefusal {
    #[error("the file is no JPEG, PNG or WebP picture")]
    Kind,
    #[error("the picture is larger than 24 million dots")]
    Large,
    #[error("the picture cannot be read to its end")]
    Broken,
}

/// Makes a picture of a file. Takes a moment of the processor and some memory: not for a thread that others wait for.
///
/// # Errors
/// The file is none of the three kinds, too large when unpacked, or broken.
pub fn picture(file: &[u8]) -> Result<Picture, PictureRefusal> {
    let mut decoder = decoder(file)?;
    if dots(decoder.dimensions()) > DOTS {
        return Err(PictureRefusal::Large);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut whole = DynamicImage::from_decoder(decoder).map_err(|_| PictureRefusal::Broken)?;
    if whole.width() > WIDTH || whole.height() > HEIGHT {
        // Either way round: it is turned afterwards, when it is small.
        let (wide, high) = if turns(orientation) { (HEIGHT, WIDTH) } else { (WIDTH, HEIGHT) };
        whole = whole.resize(wide, high, FilterType::Triangle);
    }
    whole.apply_orientation(orientation);
    small(on_white(&whole))
}

/// How many dots a file unpacks to, from its head alone.
///
/// # Errors
/// The file is none of the three kinds, or its head is broken.
pub fn dots_of(file: &[u8]) -> Result<u64, PictureRefusal> {
    Ok(dots(decoder(file)?.dimensions()))
}

/// A file that is a picture as it is kept, and so need not lose anything once more: small, whole, and nothing in it but
/// the picture.
pub fn kept(file: &[u8]) -> Option<Picture> {
    if file.len() > BYTES || !is_plain(file) {
        return None;
    }
    let read = image::load_from_memory_with_format(file, ImageFormat::Jpeg).ok()?;
    let (width, height) = (read.width(), read.height());
    (width <= WIDTH && height <= HEIGHT).then(|| Picture { width, height, bytes: file.to_vec() })
}

/// A picture as it is kept, as PNG for who takes nothing else.
pub fn as_png(kept: &[u8]) -> Option<Vec<u8>> {
    let read = image::load_from_memory_with_format(kept, ImageFormat::Jpeg).ok()?;
    let mut bytes = Cursor::new(Vec::new());
    read.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

/// A JPEG of the parts that our encoder writes, to its end: no words, no place, nothing behind it.
fn is_plain(file: &[u8]) -> bool {
    const PICTURE: [u8; 2] = [0xff, 0xd8];
    const END: [u8; 2] = [0xff, 0xd9];
    let Some(mut rest) = file.strip_prefix(&PICTURE) else { return false };
    loop {
        let [0xff, marker, high, low, ..] = *rest else { return false };
        let length = 2 + usize::from(u16::from_be_bytes([high, low]));
        let Some((part, after)) = rest.split_at_checked(length) else { return false };
        rest = after;
        match marker {
            0xe0 if part.get(4..9) == Some(b"JFIF\0") && length <= 18 => {}
            // Frame, Huffman tables, quantisation tables.
            0xc0 | 0xc4 | 0xdb => {}
            // The dots follow; within them 0xff is always followed by 0.
            0xda => {
                let Some(dots) = rest.strip_suffix(&END) else { return false };
                let mut pairs = dots.windows(2);
                return pairs.all(|pair| pair[0] != 0xff || pair[1] == 0) && dots.last() != Some(&0xff);
            }
            _ => return false,
        }
    }
}

fn decoder(file: &[u8]) -> Result<impl ImageDecoder, PictureRefusal> {
    let kind = image::guess_format(file).map_err(|_| PictureRefusal::Kind)?;
    if !matches!(kind, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(PictureRefusal::Kind);
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), kind);
    let mut limits = Limits::default();
    limits.max_alloc = Some(8 * DOTS);
    reader.limits(limits);
    reader.into_decoder().map_err(|_| PictureRefusal::Broken)
}

fn dots((width, height): (u32, u32)) -> u64 {
    u64::from(width) * u64::from(height)
}

fn turns(orientation: Orientation) -> bool {
    use Orientation as O;
    matches!(orientation, O::Rotate90 | O::Rotate270 | O::Rotate90FlipH | O::Rotate270FlipH)
}

/// What one sees through is white, as on paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let seen = picture.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0;
        let over = |part: u8| {
            let (part, alpha) = (u32::from(part), u32::from(alpha));
            u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

/// Coarser first, then smaller, until it is light enough.
fn small(picture: RgbImage) -> Result<Picture, PictureRefusal> {
    let mut picture = picture;
    loop {
        for quality in QUALITIES {
            let mut bytes = Vec::new();
            let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
            picture.write_with_encoder(encoder).map_err(|_| PictureRefusal::Broken)?;
            if bytes.len() <= BYTES {
                return Ok(Picture { width: picture.width(), height: picture.height(), bytes });
            }
        }
        let (width, height) = ((picture.width() * 3 / 4).max(1), (picture.height() * 3 / 4).max(1));
        picture = image::imageops::resize(&picture, width, height, FilterType::Triangle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noise, which no encoder makes small.
    fn noise(width: u32, height: u32) -> DynamicImage {
        let mut state = 7_u32;
        DynamicImage::from(RgbImage::from_fn(width, height, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            image::Rgb([(state >> 24) as u8, (state >> 16) as u8, (state >> 8) as u8])
        }))
    }

    fn file(picture: &DynamicImage, kind: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, kind).expect("an encoder");
        bytes.into_inner()
    }

    #[test]
    fn whatever_comes_becomes_a_small_jpeg() {
        for kind in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let made = picture(&file(&noise(1_500, 900), kind)).expect("a picture");
            assert!(made.width <= WIDTH && made.height <= HEIGHT && made.bytes.len() <= BYTES, "{kind:?}");
            let read = image::load_from_memory_with_format(&made.bytes, ImageFormat::Jpeg).expect("a JPEG");
            assert_eq!((read.width(), read.height()), (made.width, made.height));
            assert!(made.width.abs_diff(made.height * 5 / 3) <= 3, "its shape stays: {}×{}", made.width, made.height);
        }
        let tall = picture(&file(&noise(300, 3_000), ImageFormat::Png)).expect("a picture");
        assert!(tall.height <= HEIGHT);
        let tiny = picture(&file(&noise(1, 1), ImageFormat::Png)).expect("a picture");
        assert_eq!((tiny.width, tiny.height), (1, 1));
    }

    #[test]
    fn what_one_sees_through_is_white() {
        let clear = DynamicImage::from(image::RgbaImage::from_pixel(8, 8, image::Rgba([0, 0, 0, 0])));
        let made = picture(&file(&clear, ImageFormat::Png)).expect("a picture");
        let read = image::load_from_memory(&made.bytes).expect("a JPEG").to_rgb8();
        assert!(read.get_pixel(4, 4).0.iter().all(|part| *part > 250));
    }

    #[test]
    fn what_a_phone_says_of_place_and_time_does_not_stay_and_its_turning_does() {
        let mut jpeg = file(&noise(40, 20), ImageFormat::Jpeg);
        // APP1 with one entry of TIFF: orientation 6, a quarter turn; and words that must not stay.
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend(b"10.0453N 105.7469E");
        let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
        jpeg.splice(2..2, [&[0xff, 0xe1][..], &length, &exif].concat());
        let made = picture(&jpeg).expect("a picture");
        assert_eq!((made.width, made.height), (20, 40));
        assert!(
            !made.bytes.windows(8).any(|window| window == b"105.7469")
                && !made.bytes.windows(4).any(|it| it == b"Exif")
        );
    }

    #[test]
    fn what_is_kept_already_stays_as_it_is_and_nothing_else_does() {
        let made = picture(&file(&noise(90, 60), ImageFormat::Png)).expect("a picture");
        assert_eq!(kept(&made.bytes), Some(made.clone()));
        let mut with_words = made.bytes.clone();
        with_words.splice(2..2, *b"\xff\xfe\0\x0810.045");
        let behind = [&made.bytes[..], b"PK\x03\x04"].concat();
        let half = &made.bytes[..made.bytes.len() / 2];
        let large = file(&noise(WIDTH + 1, 20), ImageFormat::Jpeg);
        for other in [&with_words[..], &behind, half, &large, &file(&noise(9, 9), ImageFormat::Png), b"\xff\xd8", b""] {
            assert_eq!(kept(other), None, "{} bytes", other.len());
        }
        assert!(picture(&with_words).is_ok(), "it is made anew");
    }

    #[test]
    fn other_files_and_bombs_are_refused() {
        let gif = b"GIF89a\x01\0\x01\0\0\0\0;";
        for file in [&b""[..], b"%PDF-1.7", b"<svg onload=alert(1)>", gif, b"PK\x03\x04"] {
            assert_eq!(picture(file), Err(PictureRefusal::Kind));
        }
        let whole = file(&noise(64, 64), ImageFormat::Png);
        assert_eq!(picture(&whole[..whole.len() / 2]), Err(PictureRefusal::Broken));
        // A head that promises 60,000 by 60,000 dots and nothing behind it.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0".to_vec();
        bomb.extend(crc(&bomb[12..29]).to_be_bytes());
        bomb.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
        assert_eq!(picture(&bomb), Err(PictureRefusal::Large));
    }

    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, byte: &u8| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
        };
        !bytes.iter().fold(!0, step)
    }
}
