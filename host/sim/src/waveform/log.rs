//! Log of edges in memory.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Edge, EdgeSink};

/// Log of edges up to a limit. Clones share the log.
#[derive(Clone, Debug)]
pub struct EdgeLog {
    limit: usize,
    contents: Arc<Mutex<Contents>>,
}

#[derive(Debug, Default)]
struct Contents {
    edges: Vec<Edge>,
    lost: u64,
}

impl EdgeLog {
    /// Creates a log of at most `limit` edges between two calls of [`EdgeLog::take`]; further edges are only counted.
    pub fn new(limit: usize) -> Self {
        EdgeLog { limit, contents: Arc::default() }
    }

    /// Takes the edges since the last call, and the number of edges that were lost after them.
    pub fn take(&self) -> (Vec<Edge>, u64) {
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        let Contents { edges, lost } = std::mem::take(&mut *contents);
        (edges, lost)
    }
}

impl EdgeSink for EdgeLog {
    fn edge(&mut self, edge: Edge) {
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        if contents.edges.len() < self.limit {
            contents.edges.push(edge);
        } else {
            contents.lost += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_edges_are_counted() {
        let log = EdgeLog::new(2);
        for cycle in 0..5 {
            log.clone().edge(Edge { cycle, time: cycle * 10, levels: cycle & 1 });
        }
        let (edges, lost) = log.take();
        assert_eq!((edges.len(), edges[1].cycle, lost), (2, 1, 3));
        assert_eq!(log.take(), (Vec::new(), 0));
    }
}
