/* CRC-32 of a message of 256 bytes that repeats. Operation: a byte. Checksum: the CRC of all bytes. */
#include "crc32.h"
#include "workload.h"

#define MESSAGE_BYTES 256

static uint8_t message[MESSAGE_BYTES];

WORKLOAD(crc32)(uint32_t operations)
{
    for (uint32_t i = 0; i < MESSAGE_BYTES; i++) {
        message[i] = (uint8_t)(i * 7 + 3);
    }
    uint32_t crc = 0;
    while (operations != 0) {
        uint32_t length = operations < MESSAGE_BYTES ? operations : MESSAGE_BYTES;
        crc = crc32_extend(crc, message, length);
        operations -= length;
    }
    return crc;
}
