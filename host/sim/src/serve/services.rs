//! Services of a server: tasks of one event loop, and the clock of the board on a thread of its own.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use super::ServeError;
use super::clock::{self, Pace, SliceHook};
use super::shared_board::{Notice, SharedBoard};
use super::shutdown::{Shutdown, ShutdownSender};
use super::tcp_service::{TcpService, accept_clients};
use crate::registry::Lease;

/// Event loop of a server. It can be dropped within another event loop, where dropping a plain runtime panics.
struct EventLoop(Option<Runtime>);

impl EventLoop {
    fn new() -> io::Result<Self> {
        Ok(Self(Some(Builder::new_current_thread().enable_all().build()?)))
    }

    fn runtime(&self) -> &Runtime {
        self.0.as_ref().expect("the runtime is taken only by `drop`")
    }
}

impl Drop for EventLoop {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Services that have been added to a server before it starts.
pub(super) struct Services {
    event_loop: EventLoop,
    tasks: JoinSet<()>,
    board: Arc<SharedBoard>,
    shutdown_sender: ShutdownSender,
    shutdown: Shutdown,
    slice_hooks: Vec<SliceHook>,
}

impl Services {
    /// Prepares a server of a board.
    ///
    /// # Errors
    /// Returns [`ServeError::Thread`] if the event loop cannot be created.
    pub(super) fn new(board: Lease, notice: Notice) -> Result<Self, ServeError> {
        let event_loop = EventLoop::new().map_err(ServeError::Thread)?;
        let board = Arc::new(SharedBoard::new(board, notice));
        // The clock lets time pass.
        board.with(|target| target.dap.set_run_ahead(false));
        let (shutdown_sender, shutdown) = ShutdownSender::new();
        let tasks = JoinSet::new();
        Ok(Self { event_loop, tasks, board, shutdown_sender, shutdown, slice_hooks: Vec::new() })
    }

    /// Returns the board.
    pub(super) fn board(&self) -> &Arc<SharedBoard> {
        &self.board
    }

    /// Adds a service over TCP, and returns its address with the port that was selected.
    ///
    /// # Errors
    /// Returns [`ServeError::Listen`] if the port cannot be opened.
    pub(super) fn listen<S: TcpService>(
        &mut self,
        address: SocketAddr,
        service: S,
    ) -> Result<SocketAddr, ServeError> {
        let failed = |source| ServeError::Listen { address, client: S::CLIENT, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let listener = self.in_runtime(|| tokio::net::TcpListener::from_std(listener)).map_err(failed)?;
        let (board, shutdown) = (Arc::clone(&self.board), self.shutdown.clone());
        self.tasks
            .spawn_on(accept_clients(listener, service, board, shutdown), self.event_loop.runtime().handle());
        Ok(address)
    }

    /// Adds a task, which is dropped at the shutdown.
    #[cfg(unix)]
    pub(super) fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        let mut shutdown = self.shutdown.clone();
        let task = async move {
            tokio::select! {
                () = shutdown.requested() => {}
                () = task => {}
            }
        };
        self.tasks.spawn_on(task, self.event_loop.runtime().handle());
    }

    /// Calls `hook` with the board after each slice of simulated time.
    #[cfg(unix)]
    pub(super) fn after_slice(&mut self, hook: SliceHook) {
        self.slice_hooks.push(hook);
    }

    /// Creates an object that belongs to the event loop.
    pub(super) fn in_runtime<R>(&self, create: impl FnOnce() -> R) -> R {
        let _context = self.event_loop.runtime().enter();
        create()
    }

    /// Starts the clock of the board and the event loop.
    ///
    /// # Errors
    /// Returns [`ServeError::Thread`] if a thread cannot be created.
    pub(super) fn start(self, pace: Pace) -> Result<RunningServices, ServeError> {
        let Self { event_loop, mut tasks, board, shutdown_sender, shutdown, slice_hooks } = self;
        let mut running = RunningServices { shutdown: shutdown_sender, threads: Vec::new() };
        running.spawn("clock", move || clock::run(&board, pace, &shutdown, slice_hooks))?;
        running.spawn("event-loop", move || {
            event_loop.runtime().block_on(async { while tasks.join_next().await.is_some() {} });
        })?;
        Ok(running)
    }
}

/// Threads of a running server. Dropping it shuts the server down.
#[derive(Debug)]
pub(super) struct RunningServices {
    shutdown: ShutdownSender,
    threads: Vec<JoinHandle<()>>,
}

impl RunningServices {
    fn spawn(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), ServeError> {
        let spawn = || -> io::Result<JoinHandle<()>> {
            std::thread::Builder::new().name(format!("sim-serve-{name}")).spawn(work)
        };
        self.threads.push(spawn().map_err(ServeError::Thread)?);
        Ok(())
    }
}

impl Drop for RunningServices {
    fn drop(&mut self) {
        self.shutdown.request();
        for thread in self.threads.drain(..) {
            // A panic of the thread has been reported.
            let _ = thread.join();
        }
    }
}
