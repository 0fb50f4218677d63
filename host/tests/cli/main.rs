//! Drives the real program, with the real firmware images, on the simulated board.

mod bad_input;
mod baseline;
mod broken_off;
mod compare;
mod damaged;
mod doctor;
mod exec;
mod explain;
mod fidelity;
mod machine;
mod matrix;
mod merge;
mod missed;
mod own_scenario;
mod report;
mod serve;
mod session;
mod support;
mod trouble;
mod waveform;
