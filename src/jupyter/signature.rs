//! Message signatures: HMAC-SHA256 over the four JSON frames, and the guard against replayed messages.

use super::error::Error;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::{HashSet, VecDeque};
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

/// How many signatures are remembered, as in jupyter_client.
const REMEMBERED: usize = 1 << 16;

type Digest = [u8; 32];

/// Signs what goes out and checks what comes in.
pub(super) struct Signer {
    /// Absent if the key is empty: then nothing is signed, and replay cannot be seen.
    mac: Option<Hmac<Sha256>>,
    seen: Mutex<Seen>,
}

/// Why a signature is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refused {
    #[error("its signature is wrong")]
    Wrong,
    #[error("it is a replay of an earlier message")]
    Replayed,
}

#[derive(Default)]
struct Seen {
    digests: HashSet<Digest>,
    by_age: VecDeque<Digest>,
}

impl Signer {
    pub(super) fn new(key: &[u8]) -> Result<Self, Error> {
        let mac = if key.is_empty() {
            None
        } else {
            Some(Hmac::new_from_slice(key).map_err(|_| Error::Key)?)
        };
        Ok(Self {
            mac,
            seen: Mutex::default(),
        })
    }

    /// The signature of four frames in lower-case hexadecimal; empty without a key.
    pub(super) fn sign(&self, frames: [&[u8]; 4]) -> String {
        let Some(mac) = self.over(frames) else {
            return String::new();
        };
        let digest = mac.finalize().into_bytes();
        digest.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Checks the signature in constant time, and that it is new.
    pub(super) fn check(&self, signature: &[u8], frames: [&[u8]; 4]) -> Result<(), Refused> {
        let Some(mac) = self.over(frames) else {
            return Ok(());
        };
        let digest = from_hex(signature).ok_or(Refused::Wrong)?;
        mac.verify_slice(&digest).map_err(|_| Refused::Wrong)?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if !seen.insert(digest) {
            return Err(Refused::Replayed);
        }
        Ok(())
    }

    fn over(&self, frames: [&[u8]; 4]) -> Option<Hmac<Sha256>> {
        let mut mac = self.mac.clone()?;
        for frame in frames {
            mac.update(frame);
        }
        Some(mac)
    }
}

impl Seen {
    /// Whether the digest is new.
    fn insert(&mut self, digest: Digest) -> bool {
        if !self.digests.insert(digest) {
            return false;
        }
        self.by_age.push_back(digest);
        if self.by_age.len() > REMEMBERED
            && let Some(oldest) = self.by_age.pop_front()
        {
            self.digests.remove(&oldest);
        }
        true
    }
}

fn from_hex(text: &[u8]) -> Option<Digest> {
    if text.len() != 64 {
        return None;
    }
    let mut digest = Digest::default();
    for (byte, pair) in digest.iter_mut().zip(text.chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).ok()?;
        // `from_str_radix` would take a sign.
        if pair.starts_with('+') {
            return None;
        }
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(digest)
}
