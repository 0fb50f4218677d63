//! Edges kept in memory, up to a limit.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Edge, EdgeSink};

/// Keeps edges; clones mean the same log.
#[derive(Clone, Debug)]
pub struct EdgeLog {
    limit: usize,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    edges: Vec<Edge>,
    lost: u64,
}

impl EdgeLog {
    /// One that keeps at most `limit` edges between two calls of [`EdgeLog::take`]; later ones are only counted.
    pub fn new(limit: usize) -> Self {
        EdgeLog { limit, kept: Arc::default() }
    }

    /// Takes the edges since the last call, and the number of those that found no room after them.
    pub fn take(&self) -> (Vec<Edge>, u64) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Kept { edges, lost } = std::mem::take(&mut *kept);
        (edges, lost)
    }
}

impl EdgeSink for EdgeLog {
    fn edge(&mut self, edge: Edge) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.edges.len() < self.limit {
            kept.edges.push(edge);
        } else {
            kept.lost += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_finds_no_room_is_counted() {
        let log = EdgeLog::new(2);
        for cycle in 0..5 {
            log.clone().edge(Edge { cycle, time: cycle * 10, levels: cycle & 1 });
        }
        let (edges, lost) = log.take();
        assert_eq!((edges.len(), edges[1].cycle, lost), (2, 1, 3));
        assert_eq!(log.take(), (Vec::new(), 0));
    }
}
