//! Tests of the `twinbench` program with the built firmware images on the simulated board.

mod board_reuse;
mod committed_baseline;
mod compare;
mod damaged_run_record;
mod doctor;
mod exec;
mod explain;
mod fault_injection;
mod fidelity;
mod hardware_modules;
mod interrupted_run;
mod invalid_input;
mod merge;
mod missed_events;
mod report;
mod run;
mod sim_serve;
mod support;
mod user_scenario;
mod waveform;
