/* Draws frames for a monochrome display of 128 × 64 pixels and sends them over SPI0. Operation: a frame. The buffer has
   the layout of an SSD1306: a byte is eight pixels of a column, with the topmost pixel in the least significant bit.
   Checksum: the sum of four bytes of every frame, plus the CRC-32 of the last one. */
#include "crc32.h"
#include "rp2350.h"
#include "workload.h"

#define WIDTH 128
#define HEIGHT 64
#define FRAME_BYTES (WIDTH * HEIGHT / 8)

#define SCK 18
#define TX 19

static uint8_t frame[FRAME_BYTES];

static inline void set_pixel(uint32_t x, uint32_t y)
{
    frame[y / 8 * WIDTH + x] |= (uint8_t)(1u << y % 8);
}

static void fill_rectangle(uint32_t x, uint32_t y, uint32_t width, uint32_t height)
{
    uint32_t end = y + height;
    while (y < end) {
        uint32_t page = y / 8;
        uint32_t next = (page + 1) * 8;
        uint32_t mask = 0xFFu << y % 8;
        if (next > end) {
            mask &= 0xFFu >> (next - end);
        }
        uint8_t *row = &frame[page * WIDTH + x];
        for (uint32_t column = 0; column < width; column++) {
            row[column] |= (uint8_t)mask;
        }
        y = next;
    }
}

/* Draws a border, a triangle wave that moves to the left, and fourteen bars. */
static void draw(uint32_t number)
{
    for (uint32_t i = 0; i < FRAME_BYTES; i++) {
        frame[i] = 0;
    }
    fill_rectangle(0, 0, WIDTH, 1);
    fill_rectangle(0, HEIGHT - 1, WIDTH, 1);
    fill_rectangle(0, 0, 1, HEIGHT);
    fill_rectangle(WIDTH - 1, 0, 1, HEIGHT);
    for (uint32_t x = 4; x < WIDTH - 4; x++) {
        uint32_t phase = (x + number) % 32;
        set_pixel(x, 6 + (phase < 16 ? phase : 31 - phase));
    }
    for (uint32_t bar = 0; bar < 14; bar++) {
        uint32_t height = 1 + (bar * 5 + number * 3) % 24;
        fill_rectangle(8 + bar * 8, 60 - height, 6, height);
    }
}

static void start_spi(void)
{
    leave_reset(RESETS_IO_BANK0 | RESETS_PADS_BANK0 | RESETS_SPI0);
    REGISTER(SPI0_SSPCR1) = 0;
    /* 48 MHz of clk_peri / 2 / (1 + 2) = 8 MHz, the highest frequency up to 10 MHz. Eight bits, mode 0. */
    REGISTER(SPI0_SSPCPSR) = 2;
    REGISTER(SPI0_SSPCR0) = SSPCR0_SCR(2) | SSPCR0_DSS(8);
    REGISTER(SPI0_SSPCR1) = SSPCR1_SSE;
    set_pin_function(SCK, FUNCTION_SPI);
    set_pin_function(TX, FUNCTION_SPI);
}

/* Sends bytes, and returns after the last bit. Discards received data. */
static void send(const uint8_t *bytes, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        while (!(REGISTER(SPI0_SSPSR) & SSPSR_TNF)) {
        }
        REGISTER(SPI0_SSPDR) = bytes[i];
    }
    while (REGISTER(SPI0_SSPSR) & SSPSR_BSY) {
    }
    while (REGISTER(SPI0_SSPSR) & SSPSR_RNE) {
        (void)REGISTER(SPI0_SSPDR);
    }
    REGISTER(SPI0_SSPICR) = SSPICR_RORIC;
}

WORKLOAD(display_update)(uint32_t operations)
{
    start_spi();
    uint32_t checksum = 0;
    for (uint32_t number = 0; number < operations; number++) {
        draw(number);
        send(frame, FRAME_BYTES);
        checksum += frame[137] + frame[270] + frame[800] + frame[1000];
    }
    return checksum + crc32_extend(0, frame, FRAME_BYTES);
}
