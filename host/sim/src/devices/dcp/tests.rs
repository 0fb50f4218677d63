use super::*;

struct TestDcp(Dcp);

impl TestDcp {
    fn new() -> Self {
        TestDcp(Dcp::default())
    }

    fn access(&mut self, number: u8, form: CoprocessorForm, code: (u8, u8, u8), second: bool) -> DcpAnswer {
        let (opc1, crm, opc2) = code;
        let access = Coprocessor { number, form, opc1, opc2, crn: 0, crm, crd: 0, to_flags: true, second };
        self.0.execute(0, access)
    }

    fn write(&mut self, opc1: u8, crm: u8, value: u64) {
        let form = CoprocessorForm::WriteTwo(value as u32, (value >> 32) as u32);
        assert_eq!(self.access(4, form, (opc1, crm, 0), false), DcpAnswer::Done([0; 2]));
    }

    fn operate(&mut self, opc1: u8, crm: u8, opc2: u8) {
        assert_eq!(
            self.access(4, CoprocessorForm::Operation, (opc1, crm, opc2), false),
            DcpAnswer::Done([0; 2])
        );
    }

    fn read(&mut self, opc1: u8, crm: u8, second: bool) -> u64 {
        match self.access(4, CoprocessorForm::ReadTwo, (opc1, crm, 0), second) {
            DcpAnswer::Done([low, high]) => u64::from(high) << 32 | u64::from(low),
            other => panic!("{other:?}"),
        }
    }

    fn flags(&mut self, opc2: u8, second: bool) -> u32 {
        match self.access(4, CoprocessorForm::Read, (0, 0, opc2), second) {
            DcpAnswer::Done([value, _]) => value >> 28,
            other => panic!("{other:?}"),
        }
    }

    fn load(&mut self, x: f64, y: f64) {
        self.write(1, 0, x.to_bits());
        self.write(1, 1, y.to_bits());
    }
}

/// N of the processed status: the engaged flag.
const ENGAGED: u32 = 8;

#[test]
fn operands_are_unpacked_as_the_datasheet_says() {
    let mut test = TestDcp::new();
    test.load(1.5, -0.0);
    assert_eq!(test.read(0, 8, true), 0b0110 << 60);
    assert_eq!(test.read(0, 9, true) >> 62, 1);
    let [low, high] = halves(test.read(0, 10, true));
    assert_eq!((low >> 28, high >> 28), (0, 0xC));
    assert_eq!(low & 0x3FFF, 1023);
    assert_eq!(test.read(4, 4, true), 0b0110 << 56, "RXMS with a shift");
    // Two single-precision operands, and the flags of each kind.
    for (operand, flags) in
        [(f32::NAN, 1), (f32::INFINITY, 2), (f32::NEG_INFINITY, 10), (0.0, 4), (-1e-40, 12), (-2.0, 8)]
    {
        test.write(1, 2, u64::from(operand.to_bits()));
        assert_eq!(test.flags(0, true), flags, "{operand}");
    }
}

#[test]
fn the_engaged_flag_lasts_from_the_first_instruction_to_the_result() {
    let mut test = TestDcp::new();
    assert_eq!(test.flags(1, true) & ENGAGED, 0);
    test.load(1.0, 2.0);
    assert_eq!(test.flags(1, true) & ENGAGED, ENGAGED, "PCMP keeps it");
    test.operate(0, 1, 0);
    test.operate(1, 1, 0);
    test.operate(8, 0, 1);
    assert_eq!(f64::from_bits(test.read(1, 0, true)), 3.0, "PDDA");
    assert_eq!(test.flags(1, true) & ENGAGED, ENGAGED);
    assert_eq!(f64::from_bits(test.read(1, 0, false)), 3.0, "RDDA");
    assert_eq!(test.flags(1, true) & ENGAGED, 0);
    test.load(1.0, 2.0);
    assert_eq!(test.flags(1, false) & ENGAGED, ENGAGED, "RCMP returns the flag as before");
    assert_eq!(test.flags(1, true) & ENGAGED, 0);
}

#[test]
fn the_state_is_saved_and_restored() {
    let mut test = TestDcp::new();
    test.load(-3.25, 1e-300);
    test.operate(0, 1, 0);
    let before = test.0.cores[0].secure;
    let words = [test.read(0, 8, true), test.read(0, 9, true), test.read(0, 10, false)];
    test.operate(0, 0, 0);
    assert_eq!(test.0.cores[0].secure, State::default(), "INIT");
    for (register, word) in words.into_iter().enumerate() {
        test.write(0, register as u8, word);
    }
    assert_eq!(test.0.cores[0].secure, before);
    // RYMD ends the sequence.
    test.read(0, 9, false);
    assert_eq!(test.flags(1, true) & ENGAGED, 0);
}

#[test]
fn comparisons_set_the_flags_of_a_subtraction() {
    const EQUAL: u32 = 6;
    const GREATER: u32 = 2;
    const LESS: u32 = 0;
    const UNORDERED: u32 = 1;
    let values =
        [f64::NEG_INFINITY, -2.0, -1.5, -1e-310, -0.0, 0.0, 1e-310, 1.5, 2.0, 1e300, f64::INFINITY, f64::NAN];
    for x in values {
        for y in values {
            let mut test = TestDcp::new();
            test.load(x, y);
            test.operate(0, 1, 0);
            let flush = |value: f64| if value.is_subnormal() { 0.0 } else { value };
            let expected = match flush(x).partial_cmp(&flush(y)) {
                None => UNORDERED,
                Some(std::cmp::Ordering::Equal) => EQUAL,
                Some(std::cmp::Ordering::Greater) => GREATER,
                Some(std::cmp::Ordering::Less) => LESS,
            };
            assert_eq!(test.flags(1, false) & 7, expected, "{x} and {y}");
        }
    }
}

#[test]
fn instances_are_independent() {
    let mut test = TestDcp::new();
    test.load(1.0, 2.0);
    let status = (0, 0, 1);
    let other = test.access(5, CoprocessorForm::Read, status, true);
    assert_eq!(other, DcpAnswer::Done([6 << 28, 0]), "CP5: equal, not engaged");
    let access = Coprocessor {
        number: 4,
        form: CoprocessorForm::Read,
        opc1: 0,
        opc2: 1,
        crn: 0,
        crm: 0,
        crd: 0,
        to_flags: true,
        second: true,
    };
    assert_eq!(test.0.execute(1, access), DcpAnswer::Done([6 << 28, 0]), "core 1");
    test.0.reset(0);
    assert_eq!(test.flags(1, true) & ENGAGED, 0);
}

#[test]
fn unlisted_instructions_are_undefined() {
    let mut test = TestDcp::new();
    let mut defined = |form, opc1_end: u8, opc2_end: u8, second| {
        let mut count = 0;
        for opc1 in 0..opc1_end {
            for crm in 0..16 {
                for opc2 in 0..opc2_end {
                    count +=
                        usize::from(test.access(4, form, (opc1, crm, opc2), second) != DcpAnswer::Undefined);
                }
            }
        }
        count
    };
    // Tables 109 to 111: 17 MCRR, 10 CDP; 10 MRC; 12 MRRC and two with 16 shifts each.
    assert_eq!(defined(CoprocessorForm::WriteTwo(0, 0), 16, 1, false), 17);
    assert_eq!(defined(CoprocessorForm::WriteTwo(0, 0), 16, 1, true), 0);
    assert_eq!(defined(CoprocessorForm::Operation, 16, 8, false), 10);
    assert_eq!(defined(CoprocessorForm::Operation, 16, 8, true), 0);
    assert_eq!(defined(CoprocessorForm::Write(0), 8, 8, false), 0);
    for second in [false, true] {
        assert_eq!(defined(CoprocessorForm::Read, 8, 8, second), 10);
        assert_eq!(defined(CoprocessorForm::ReadTwo, 16, 1, second), 12 + 32);
    }
}

#[test]
fn undocumented_answers_are_named() {
    let mut test = TestDcp::new();
    let version = Coprocessor {
        number: 4,
        form: CoprocessorForm::Read,
        opc1: 0,
        opc2: 0,
        crn: 0,
        crm: 0,
        crd: 0,
        to_flags: false,
        second: false,
    };
    assert!(matches!(test.0.execute(0, version), DcpAnswer::Undocumented(_)));
    test.write(8, 0, f64::NAN.to_bits());
    assert!(matches!(test.access(4, CoprocessorForm::Read, (0, 3, 0), false), DcpAnswer::Undocumented(_)));
}
