//! The decoder against encodings that the GNU assembler writes.

use super::{FpArithmetic, FpInstruction, FpOperation, FpTransfer, decode, is_floating_point};

/// Both halfwords; kind; d, n, m; parameter.
#[rustfmt::skip]
const ARITHMETIC: &[(u32, FpArithmetic, [u8; 3], i32)] = &[
    (0xEE41_0A21, FpArithmetic::Vmla, [1, 2, 3], 0), // vmla.f32 s1, s2, s3
    (0xEE41_0A61, FpArithmetic::Vmls, [1, 2, 3], 0), // vmls.f32 s1, s2, s3
    (0xEE51_0A61, FpArithmetic::Vnmla, [1, 2, 3], 0), // vnmla.f32 s1, s2, s3
    (0xEE51_0A21, FpArithmetic::Vnmls, [1, 2, 3], 0), // vnmls.f32 s1, s2, s3
    (0xEE61_0A21, FpArithmetic::Vmul, [1, 2, 3], 0), // vmul.f32 s1, s2, s3
    (0xEE61_0A61, FpArithmetic::Vnmul, [1, 2, 3], 0), // vnmul.f32 s1, s2, s3
    (0xEE78_FA27, FpArithmetic::Vadd, [31, 16, 15], 0), // vadd.f32 s31, s16, s15
    (0xEE71_0A61, FpArithmetic::Vsub, [1, 2, 3], 0), // vsub.f32 s1, s2, s3
    (0xEEC1_0A21, FpArithmetic::Vdiv, [1, 2, 3], 0), // vdiv.f32 s1, s2, s3
    (0xEEE1_0A21, FpArithmetic::Vfma, [1, 2, 3], 0), // vfma.f32 s1, s2, s3
    (0xEEE1_0A61, FpArithmetic::Vfms, [1, 2, 3], 0), // vfms.f32 s1, s2, s3
    (0xEED1_0A61, FpArithmetic::Vfnma, [1, 2, 3], 0), // vfnma.f32 s1, s2, s3
    (0xEED1_0A21, FpArithmetic::Vfnms, [1, 2, 3], 0), // vfnms.f32 s1, s2, s3
    (0xEEF7_2A08, FpArithmetic::VmovImmediate, [5, 0, 0], 120), // vmov.f32 s5, #120
    (0xEEF0_2A43, FpArithmetic::VmovRegister, [5, 0, 6], 0), // vmov.f32 s5, s6
    (0xEEF0_2AC3, FpArithmetic::Vabs, [5, 0, 6], 0), // vabs.f32 s5, s6
    (0xEEF1_2A43, FpArithmetic::Vneg, [5, 0, 6], 0), // vneg.f32 s5, s6
    (0xEEF1_2AC3, FpArithmetic::Vsqrt, [5, 0, 6], 0), // vsqrt.f32 s5, s6
    (0xEEF2_2A43, FpArithmetic::VcvtFromHalf, [5, 0, 6], 0), // vcvtb.f32.f16 s5, s6
    (0xEEF2_2AC3, FpArithmetic::VcvtFromHalf, [5, 0, 6], 1), // vcvtt.f32.f16 s5, s6
    (0xEEF3_2A43, FpArithmetic::VcvtToHalf, [5, 0, 6], 0), // vcvtb.f16.f32 s5, s6
    (0xEEF3_2AC3, FpArithmetic::VcvtToHalf, [5, 0, 6], 1), // vcvtt.f16.f32 s5, s6
    (0xEEF4_2A43, FpArithmetic::Vcmp, [5, 0, 6], 0), // vcmp.f32 s5, s6
    (0xEEF4_2AC3, FpArithmetic::Vcmp, [5, 0, 6], 1), // vcmpe.f32 s5, s6
    (0xEEF5_2A40, FpArithmetic::VcmpZero, [5, 0, 0], 0), // vcmp.f32 s5, #0.0
    (0xEEF5_2AC0, FpArithmetic::VcmpZero, [5, 0, 0], 1), // vcmpe.f32 s5, #0.0
    (0xEEF6_2A43, FpArithmetic::Vrint, [5, 0, 6], 5), // vrintr.f32 s5, s6
    (0xEEF6_2AC3, FpArithmetic::Vrint, [5, 0, 6], 4), // vrintz.f32 s5, s6
    (0xEEF7_2A43, FpArithmetic::Vrintx, [5, 0, 6], 0), // vrintx.f32 s5, s6
    (0xFEF8_2A43, FpArithmetic::Vrint, [5, 0, 6], 0), // vrinta.f32 s5, s6
    (0xFEF9_2A43, FpArithmetic::Vrint, [5, 0, 6], 1), // vrintn.f32 s5, s6
    (0xFEFA_2A43, FpArithmetic::Vrint, [5, 0, 6], 2), // vrintp.f32 s5, s6
    (0xFEFB_2A43, FpArithmetic::Vrint, [5, 0, 6], 3), // vrintm.f32 s5, s6
    (0xEEF8_2AC3, FpArithmetic::VcvtFromInteger, [5, 0, 6], 1), // vcvt.f32.s32 s5, s6
    (0xEEF8_2A43, FpArithmetic::VcvtFromInteger, [5, 0, 6], 0), // vcvt.f32.u32 s5, s6
    (0xEEFD_2AC3, FpArithmetic::VcvtToInteger, [5, 0, 6], 4 | 8), // vcvt.s32.f32 s5, s6
    (0xEEFC_2AC3, FpArithmetic::VcvtToInteger, [5, 0, 6], 4), // vcvt.u32.f32 s5, s6
    (0xEEFD_2A43, FpArithmetic::VcvtToInteger, [5, 0, 6], 5 | 8), // vcvtr.s32.f32 s5, s6
    (0xEEFC_2A43, FpArithmetic::VcvtToInteger, [5, 0, 6], 5), // vcvtr.u32.f32 s5, s6
    (0xFEFC_2AC3, FpArithmetic::VcvtToInteger, [5, 0, 6], 8), // vcvta.s32.f32 s5, s6
    (0xFEFD_2A43, FpArithmetic::VcvtToInteger, [5, 0, 6], 1), // vcvtn.u32.f32 s5, s6
    (0xFEFE_2AC3, FpArithmetic::VcvtToInteger, [5, 0, 6], 2 | 8), // vcvtp.s32.f32 s5, s6
    (0xFEFF_2A43, FpArithmetic::VcvtToInteger, [5, 0, 6], 3), // vcvtm.u32.f32 s5, s6
    (0xEEFA_2A66, FpArithmetic::VcvtFromFixed, [5, 0, 0], 3 | 64), // vcvt.f32.s16 s5, s5, #3
    (0xEEFB_2A40, FpArithmetic::VcvtFromFixed, [5, 0, 0], 16), // vcvt.f32.u16 s5, s5, #16
    (0xEEFA_2AC0, FpArithmetic::VcvtFromFixed, [5, 0, 0], 32 | 64 | 128), // vcvt.f32.s32 s5, s5, #32
    (0xEEFB_2AEF, FpArithmetic::VcvtFromFixed, [5, 0, 0], 1 | 128), // vcvt.f32.u32 s5, s5, #1
    (0xEEFE_2A66, FpArithmetic::VcvtToFixed, [5, 0, 0], 3 | 64), // vcvt.s16.f32 s5, s5, #3
    (0xEEFF_2A60, FpArithmetic::VcvtToFixed, [5, 0, 0], 15), // vcvt.u16.f32 s5, s5, #15
    (0xEEFE_2AE0, FpArithmetic::VcvtToFixed, [5, 0, 0], 31 | 64 | 128), // vcvt.s32.f32 s5, s5, #31
    (0xEEFF_2AEC, FpArithmetic::VcvtToFixed, [5, 0, 0], 7 | 128), // vcvt.u32.f32 s5, s5, #7
    (0xFE41_0A21, FpArithmetic::Vsel, [1, 2, 3], 0), // vseleq.f32 s1, s2, s3
    (0xFE51_0A21, FpArithmetic::Vsel, [1, 2, 3], 1), // vselvs.f32 s1, s2, s3
    (0xFE61_0A21, FpArithmetic::Vsel, [1, 2, 3], 2), // vselge.f32 s1, s2, s3
    (0xFE71_0A21, FpArithmetic::Vsel, [1, 2, 3], 3), // vselgt.f32 s1, s2, s3
    (0xFEC1_0A21, FpArithmetic::Vmaxnm, [1, 2, 3], 0), // vmaxnm.f32 s1, s2, s3
    (0xFEC1_0A61, FpArithmetic::Vminnm, [1, 2, 3], 0), // vminnm.f32 s1, s2, s3
];

/// As [`ARITHMETIC`].
#[rustfmt::skip]
const TRANSFERS: &[(u32, FpTransfer, [u8; 3], i32)] = &[
    (0xEE03_4A90, FpTransfer::VmovFromCore, [7, 4, 0], 0), // vmov s7, r4
    (0xEE13_4A90, FpTransfer::VmovToCore, [4, 7, 0], 0), // vmov r4, s7
    (0xEE23_4B10, FpTransfer::VmovFromCore, [7, 4, 0], 0), // vmov.32 d3[1], r4
    (0xEE13_4B10, FpTransfer::VmovToCore, [4, 6, 0], 0), // vmov.32 r4, d3[0]
    (0xEC45_4A33, FpTransfer::VmovFromTwoCore, [7, 4, 5], 0), // vmov s7, s8, r4, r5
    (0xEC55_4A33, FpTransfer::VmovToTwoCore, [4, 7, 5], 0), // vmov r4, r5, s7, s8
    (0xEC45_4B17, FpTransfer::VmovFromTwoCore, [14, 4, 5], 0), // vmov d7, r4, r5
    (0xEC55_4B17, FpTransfer::VmovToTwoCore, [4, 14, 5], 0), // vmov r4, r5, d7
    (0xEEE1_3A10, FpTransfer::Vmsr, [0, 3, 0], 0), // vmsr fpscr, r3
    (0xEEF1_3A10, FpTransfer::Vmrs, [3, 0, 0], 0), // vmrs r3, fpscr
    (0xEEF1_FA10, FpTransfer::Vmrs, [15, 0, 0], 0), // vmrs APSR_nzcv, fpscr
    (0xED54_4A02, FpTransfer::Vldr, [9, 4, 1], -8), // vldr s9, [r4, #-8]
    (0xED94_9B02, FpTransfer::Vldr, [18, 4, 2], 8), // vldr d9, [r4, #8]
    (0xEDC4_4AFF, FpTransfer::Vstr, [9, 4, 1], 1020), // vstr s9, [r4, #1020]
    (0xED84_9B00, FpTransfer::Vstr, [18, 4, 2], 0), // vstr d9, [r4]
    (0xECD4_4A05, FpTransfer::Vldm, [9, 4, 5], 5), // vldmia r4, {s9-s13}
    (0xECB4_1B06, FpTransfer::Vldm, [2, 4, 6], 6 | 512), // vldmia r4!, {d1-d3}
    (0xED34_1B06, FpTransfer::Vldm, [2, 4, 6], 6 | 256 | 512), // vldmdb r4!, {d1-d3}
    (0xECE4_4A05, FpTransfer::Vstm, [9, 4, 5], 5 | 512), // vstmia r4!, {s9-s13}
    (0xED64_4A01, FpTransfer::Vstm, [9, 4, 1], 1 | 256 | 512), // vstmdb r4!, {s9}
    (0xED2D_8B10, FpTransfer::Vstm, [16, 13, 16], 16 | 256 | 512), // vpush {d8-d15}
    (0xECBD_8A10, FpTransfer::Vldm, [16, 13, 16], 16 | 512), // vpop {s16-s31}
    (0xECB4_1B05, FpTransfer::Vldm, [2, 4, 4], 5 | 512), // fldmiax r4!, {d1-d2}
    (0xED24_1B05, FpTransfer::Vstm, [2, 4, 4], 5 | 256 | 512), // fstmdbx r4!, {d1-d2}
    (0xEC34_0A00, FpTransfer::Vlldm, [0, 4, 0], 0), // vlldm r4
    (0xEC24_0A00, FpTransfer::Vlstm, [0, 4, 0], 0), // vlstm r4
];

fn decode_word(word: u32) -> Option<FpInstruction> {
    let (first, second) = ((word >> 16) as u16, word as u16);
    assert!(is_floating_point(first, second), "{word:08x}");
    decode(first, second)
}

#[test]
fn every_form_decodes() {
    for &(word, kind, [d, n, m], parameter) in ARITHMETIC {
        let expected = FpInstruction::Arithmetic(FpOperation { kind, d, n, m, parameter });
        assert_eq!(decode_word(word), Some(expected), "{word:08x}");
    }
    for &(word, kind, [d, n, m], parameter) in TRANSFERS {
        let expected = FpInstruction::Transfer(FpOperation { kind, d, n, m, parameter });
        assert_eq!(decode_word(word), Some(expected), "{word:08x}");
    }
}

#[test]
fn double_precision_arithmetic_is_undefined() {
    // Every arithmetic form again with the size bit set; the conversions to and from double too.
    for &(word, kind, ..) in ARITHMETIC {
        assert_eq!(decode_word(word | 0x100), None, "{kind:?}");
    }
    assert_eq!(decode_word(0xEEB7_0AC0), None);
}

#[test]
fn registers_beyond_the_file_are_undefined() {
    // vldr d16; vldmia r0, {d8-d16}; vldmia r0, {s30-s33}; vmov s31, s32, r0, r1; vstr s0, [pc].
    for word in [0xEDD0_0B00, 0xEC90_8B12, 0xEC90_FA04, 0xEC41_0A3F, 0xED8F_0A00] {
        assert_eq!(decode_word(word), None, "{word:08x}");
    }
}

#[test]
fn other_coprocessors_and_vectors_are_not_floating_point() {
    // mcr p7; ldc p6; vadd.i32 q0; bl.
    for (first, second) in [(0xEE00u16, 0x0710u16), (0xED90, 0x0600), (0xEF20, 0x0A40), (0xF000, 0xF800)] {
        assert!(!is_floating_point(first, second));
    }
}
