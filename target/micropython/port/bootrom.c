// Functions of the chip's ROM: see bootrom.h.

#include <stddef.h>

#include "bootrom.h"

// A half-word there points to the function that finds functions by their code (§5.4.1).
#define LOOKUP 0x16
// Secure Arm code (§5.4.1, RT_FLAG_FUNC_ARM_SEC).
#define SECURE_ARM 0x0004
#define CODE(a, b) ((a) | (b) << 8)

// get_sys_info (§5.4.8.17): one flag asks for the chip's package and number.
#define CHIP_INFO 0x0001

typedef void *(*lookup_t)(uint32_t code, uint32_t flags);
typedef int32_t (*get_sys_info_t)(uint32_t *words, uint32_t count, uint32_t flags);

bool bootrom_chip_number(uint32_t number[2]) {
    // An address that the compiler must not take for an access to a null object.
    uintptr_t at = LOOKUP;
    __asm ("" : "+r" (at));
    lookup_t lookup = (lookup_t)(uintptr_t)*(const volatile uint16_t *)at;
    get_sys_info_t get_sys_info = (get_sys_info_t)lookup(CODE('G', 'S'), SECURE_ARM);
    // Flags that are answered, package, low word, high word.
    uint32_t words[4];
    if (get_sys_info == NULL || get_sys_info(words, 4, CHIP_INFO) != 4 || words[0] != CHIP_INFO) {
        return false;
    }
    number[0] = words[2];
    number[1] = words[3];
    return true;
}
