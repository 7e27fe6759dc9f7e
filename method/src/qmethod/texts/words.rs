//! Few different texts, each told by one byte.

use super::joined::Joined;

/// Different texts with their numbers.
#[derive(Clone, Default)]
pub(super) struct Words {
    texts: Joined,
    /// Numbers by hash, one more than themselves, with room to spare; empty while looking through all of them is as quick.
    slots: Vec<u16>,
}

impl Words {
    /// More are found by their hash.
    const LOOKED_THROUGH: usize = 12;
    const SLOTS: usize = 1024;

    /// The number of a text, a new one if need be and there is one left.
    pub(super) fn code(&mut self, text: &str) -> Option<u8> {
        if self.slots.is_empty() {
            let known = (0..self.texts.len()).find(|&code| self.texts.get(code) == Some(text));
            if let Some(code) = known {
                return u8::try_from(code).ok();
            }
            return self.add(text);
        }
        match self.slot(text) {
            Ok(code) => Some(code),
            Err(_) => self.add(text),
        }
    }

    /// The text with this number.
    pub(super) fn get(&self, code: u8) -> &str {
        self.texts.get(usize::from(code)).unwrap_or_default()
    }

    /// The texts by their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.texts.len()).filter_map(|code| self.texts.get(code))
    }

    fn add(&mut self, text: &str) -> Option<u8> {
        let code = u8::try_from(self.texts.len()).ok()?;
        self.texts.push(text);
        if self.slots.is_empty() && self.texts.len() > Self::LOOKED_THROUGH {
            self.slots = vec![0; Self::SLOTS];
            for code in 0..code {
                self.place(code);
            }
        }
        if !self.slots.is_empty() {
            self.place(code);
        }
        Some(code)
    }

    fn place(&mut self, code: u8) {
        if let Err(free) = self.slot(self.get(code))
            && let Some(slot) = self.slots.get_mut(free)
        {
            *slot = u16::from(code) + 1;
        }
    }

    /// The number of a text, or else the slot for it.
    fn slot(&self, text: &str) -> Result<u8, usize> {
        // FNV-1a: the texts are short, and nothing is gained by choosing them badly but time.
        let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        let mut at = (hash >> 20) as usize % Self::SLOTS;
        loop {
            match self.slots.get(at).copied().unwrap_or_default() {
                0 => return Err(at),
                taken => {
                    let code = taken - 1;
                    if self.texts.get(usize::from(code)) == Some(text) {
                        return u8::try_from(code).map_err(|_| at);
                    }
                }
            }
            at = (at + 1) % Self::SLOTS;
        }
    }
}
