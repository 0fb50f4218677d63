/* CRC-32 (IEEE 802.3, zlib) with a table of sixteen words: two steps per byte. */
#ifndef TWINBENCH_CRC32_H
#define TWINBENCH_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Extends the checksum `crc` of the preceding bytes (0 if there are none) by `length` bytes. */
static inline uint32_t crc32_extend(uint32_t crc, const uint8_t *bytes, size_t length)
{
    /* Four steps of the reflected polynomial 0xEDB88320 for each value of a nibble. */
    static const uint32_t table[16] = {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };
    crc = ~crc;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

#endif
