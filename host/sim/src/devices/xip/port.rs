//! Accesses to the flash through the XIP windows.

use super::control::Control;
use super::line::LINE;
use super::window::{CHIPS, OFFSET, Window, words_fetched};
use crate::bus::{BusFault, Initiator, Size, Transfer};
use crate::devices::qmi::Qmi;
use crate::memory::flash::LENGTH;

/// Cache and flash interface as the cores access them.
pub(crate) struct Port<'a> {
    /// Cache and its registers.
    pub control: &'a mut Control,
    /// Flash interface.
    pub qmi: &'a mut Qmi,
}

impl Port<'_> {
    /// Reads data.
    #[inline]
    pub(crate) fn read(&mut self, address: u32, size: Size, by: Initiator) -> Result<Transfer, BusFault> {
        if let Some(value) = self.pinned(address, size) {
            if !by.debugger {
                self.control.cache.hit(address & OFFSET, 1);
            }
            return Ok(Transfer { value, ..Transfer::default() });
        }
        let storage = self.locate(address)?;
        let wait = if by.debugger { 0 } else { self.access(address, storage, size.bytes(), 1, by.now)? };
        Ok(Transfer { value: self.qmi.flash.value(storage, size.bytes()), wait, ..Transfer::default() })
    }

    /// Data of a pinned line, which the cached window shows while the cache is enabled.
    #[inline(always)]
    fn pinned(&self, address: u32, size: Size) -> Option<u32> {
        let cache = &self.control.cache;
        if !cache.pinned.any() || Window::of(address) != Window::Cached || !cache.enabled() {
            return None;
        }
        cache.pinned.read(address & OFFSET, size.bytes())
    }

    /// Writes: cache maintenance, a pinned line, or nothing. The chip turns other writes into reads, because memory is
    /// read-only unless XIP_CTRL.WRITABLE is set.
    pub(crate) fn write(
        &mut self,
        address: u32,
        size: Size,
        value: u32,
        by: Initiator,
    ) -> Result<Transfer, BusFault> {
        if Window::of(address) == Window::Maintenance {
            let done = self.control.cache.maintain(address & OFFSET);
            return match done {
                Ok(()) => Ok(Transfer::default()),
                Err(what) => Err(BusFault::Unmodelled { address, what }),
            };
        }
        if self.pinned(address, size).is_some() {
            self.control.cache.pinned.write(address & OFFSET, size.bytes(), value);
        }
        let read = self.read(address, size, by)?;
        Ok(Transfer { value: 0, ..read })
    }

    /// Wait cycles of fetching the line of code at an address, after a miss of [`Control::cached_code`].
    pub(crate) fn fetch(&mut self, address: u32, now: u64) -> Result<u32, BusFault> {
        let words = words_fetched(address);
        let address = address & !(LINE - 1);
        let storage = self.locate(address)?;
        self.miss(address, storage, LINE, words, now)
    }

    /// Returns the halfword of code at an address.
    pub(crate) fn code(&mut self, address: u32) -> Result<u16, BusFault> {
        if self.pinned(address, Size::Half).is_some() {
            return Err(BusFault::Unmodelled {
                address,
                what: "code in a pinned line of the XIP cache".into(),
            });
        }
        let storage = self.locate(address)?;
        if storage >= LENGTH {
            return Err(BusFault::Unmodelled { address, what: "code in a mirror of the flash".into() });
        }
        Ok(self.qmi.flash.code(storage))
    }

    /// Takes the addresses, in every window, of code that has changed since the last call.
    pub(crate) fn take_stale_code(&mut self, core: u8, into: &mut Vec<u32>) {
        let first = into.len();
        self.qmi.flash.take_stale_code(core, into);
        for index in first..into.len() {
            for window in [1, 3] {
                into.push(into[index] | window << 26);
            }
        }
    }

    /// Advances the stream to a cycle.
    ///
    /// # Errors
    /// Returns a fault if the stream reads an address without flash; the stream then stops.
    pub(crate) fn run_stream(&mut self, cycle: u64) -> Result<(), BusFault> {
        loop {
            let stream = &mut self.control.stream;
            if stream.accept_word(cycle) {
                continue;
            }
            match stream.next(self.qmi.free_at()) {
                Some(start) if start <= cycle && !self.qmi.in_direct_mode() => self.stream_word(start)?,
                _ => return Ok(()),
            }
        }
    }

    /// Cycle of the stream's next event; `u64::MAX` while it is idle.
    pub(crate) fn next_stream_event(&self) -> u64 {
        self.control.stream.next(self.qmi.free_at()).unwrap_or(u64::MAX)
    }

    fn stream_word(&mut self, start: u64) -> Result<(), BusFault> {
        let address = self.control.stream.begin();
        let storage = self.qmi.translate(address & OFFSET).filter(|storage| Qmi::present(*storage));
        let read = storage.map(|storage| (storage, self.qmi.transfer(storage, 4, start)));
        let Some((storage, Ok(wait))) = read else {
            self.control.stream.stop();
            let what = "XIP stream from an address without flash".to_owned();
            return Err(BusFault::Unmodelled { address, what });
        };
        let word = self.qmi.flash.value(storage, 4);
        self.control.stream.load(start + u64::from(wait), word);
        Ok(())
    }

    /// Storage address of an access; a bus error if no flash answers there.
    #[inline(always)]
    fn locate(&self, address: u32) -> Result<u32, BusFault> {
        let offset = address & OFFSET;
        let window = Window::of(address);
        let storage = if window == Window::Untranslated { Some(offset) } else { self.qmi.translate(offset) };
        match storage {
            Some(storage) if offset < CHIPS && window != Window::Maintenance && Qmi::present(storage) => {
                if self.qmi.in_direct_mode() {
                    Err(BusFault::Bus { address })
                } else {
                    Ok(storage)
                }
            }
            _ => Err(self.nothing(address)),
        }
    }

    #[cold]
    fn nothing(&self, address: u32) -> BusFault {
        let second = (CHIPS / 2..CHIPS).contains(&(address & OFFSET));
        if second && Window::of(address) != Window::Maintenance && !self.qmi.in_direct_mode() {
            return BusFault::Unmodelled { address, what: "QMI: nothing is on chip select 1".into() };
        }
        BusFault::Bus { address }
    }

    /// Wait cycles of an access of `length` bytes that counts as `words`.
    #[inline(always)]
    fn access(
        &mut self,
        address: u32,
        storage: u32,
        length: u32,
        words: u32,
        now: u64,
    ) -> Result<u32, BusFault> {
        if Window::of(address) == Window::Cached && self.control.cache.hit(address & OFFSET, words) {
            return Ok(0);
        }
        self.miss(address, storage, length, words, now)
    }

    /// Wait cycles of an access that missed: of a whole line, or without the cache of the bytes asked for.
    #[cold]
    fn miss(
        &mut self,
        address: u32,
        storage: u32,
        length: u32,
        words: u32,
        now: u64,
    ) -> Result<u32, BusFault> {
        let window = Window::of(address);
        if self.control.denies(window != Window::Cached, window == Window::Untranslated) {
            return Err(BusFault::Bus { address });
        }
        let cached = window == Window::Cached
            && self.control.cache.enabled()
            && self.control.cache.replaces(address & OFFSET);
        let (first, length) = if cached { (storage & !(LINE - 1), LINE) } else { (storage, length) };
        let wait = self
            .qmi
            .transfer(first, length, now)
            .map_err(|unsupported| BusFault::Unmodelled { address, what: unsupported.0 })?;
        if cached {
            self.control.cache.fill(address & OFFSET);
        }
        self.control.cache.count_miss(words, cached);
        Ok(wait)
    }
}
