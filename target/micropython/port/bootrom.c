// Functions of the boot ROM: see bootrom.h.

#include <stddef.h>

#include "bootrom.h"

// Address of a half-word that points to the lookup function of the ROM (§5.4.1).
#define LOOKUP 0x16
// Secure Arm code (§5.4.1, RT_FLAG_FUNC_ARM_SEC).
#define SECURE_ARM 0x0004
#define CODE(a, b) ((a) | (b) << 8)

// get_sys_info (§5.4.8.17): this flag requests package and number of the chip.
#define CHIP_INFO 0x0001

typedef void *(*lookup_t)(uint32_t code, uint32_t flags);
typedef int32_t (*get_sys_info_t)(uint32_t *words, uint32_t count, uint32_t flags);

bool bootrom_chip_number(uint32_t number[2]) {
    // Hides the address from the compiler, which would warn about a null pointer.
    uintptr_t at = LOOKUP;
    __asm ("" : "+r" (at));
    lookup_t lookup = (lookup_t)(uintptr_t)*(const volatile uint16_t *)at;
    get_sys_info_t get_sys_info = (get_sys_info_t)lookup(CODE('G', 'S'), SECURE_ARM);
    // Supported flags, package, low word, high word.
    uint32_t words[4];
    if (get_sys_info == NULL || get_sys_info(words, 4, CHIP_INFO) != 4 || words[0] != CHIP_INFO) {
        return false;
    }
    number[0] = words[2];
    number[1] = words[3];
    return true;
}
