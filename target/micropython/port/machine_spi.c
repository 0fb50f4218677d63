// machine.SPI: the two controllers.

#include "py/mphal.h"
#include "py/runtime.h"
#include "extmod/modmachine.h"

#include "machine_spi.h"
#include "spi.h"

#define DEFAULT_BAUDRATE 1000000
// Values of SPI.LSB and SPI.MSB, as in the SDK.
#define MSB_FIRST MICROPY_PY_MACHINE_SPI_MSB
#define LSB_FIRST MICROPY_PY_MACHINE_SPI_LSB
#define NO_PIN 0xff
// Marks a missing pin argument.
#define NOT_GIVEN MP_ROM_INT(-1)

typedef struct {
    mp_obj_base_t base;
    uint8_t id;
    uint8_t polarity;
    uint8_t phase;
    uint8_t bits;
    uint8_t sck;
    uint8_t mosi;
    uint8_t miso;
    // 0 before the first configuration.
    uint32_t baudrate;
} machine_spi_obj_t;

// The default pins of a Pico 2.
static const machine_spi_obj_t unused[2] = {
    { .base = { &machine_spi_type }, .id = 0, .bits = 8, .sck = 18, .mosi = 19, .miso = 16 },
    { .base = { &machine_spi_type }, .id = 1, .bits = 8, .sck = 10, .mosi = 11, .miso = 8 },
};

static machine_spi_obj_t controllers[2];

void machine_spi_init_all(void) {
    for (size_t i = 0; i < MP_ARRAY_SIZE(controllers); i++) {
        controllers[i] = unused[i];
    }
}

static void print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    const machine_spi_obj_t *self = MP_OBJ_TO_PTR(self_in);
    mp_printf(print, "SPI(%u, baudrate=%u, polarity=%u, phase=%u, bits=%u, sck=%u, mosi=%u, miso=",
        self->id, (unsigned)self->baudrate, self->polarity, self->phase, self->bits, self->sck, self->mosi);
    if (self->miso == NO_PIN) {
        mp_printf(print, "None)");
    } else {
        mp_printf(print, "%u)", self->miso);
    }
}

// The roles repeat every four pins, and the controllers alternate every eight pins (§9.4).
static uint8_t pin_of_role(const machine_spi_obj_t *self, mp_obj_t pin_in, uint32_t role, mp_rom_error_text_t error) {
    uint32_t pin = mp_hal_get_pin_obj(pin_in);
    if (pin % 4 != role || (pin >> 3 & 1) != self->id) {
        mp_raise_ValueError(error);
    }
    return pin;
}

static void check_order(mp_int_t first) {
    if (first == LSB_FIRST) {
        mp_raise_NotImplementedError(MP_ERROR_TEXT("LSB"));
    }
}

static void check_baudrate(mp_int_t baudrate) {
    if (baudrate <= 0) {
        mp_raise_ValueError(MP_ERROR_TEXT("baudrate must be positive"));
    }
}

static void check_bits(mp_int_t bits) {
    if (bits < 4 || bits > 16) {
        mp_raise_ValueError(MP_ERROR_TEXT("bits must be 4 to 16"));
    }
}

static mp_obj_t make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    enum { ARG_id, ARG_baudrate, ARG_polarity, ARG_phase, ARG_bits, ARG_firstbit, ARG_sck, ARG_mosi, ARG_miso };
    static const mp_arg_t allowed[] = {
        { MP_QSTR_id, MP_ARG_INT, { .u_int = 0 } },
        { MP_QSTR_baudrate, MP_ARG_INT, { .u_int = DEFAULT_BAUDRATE } },
        { MP_QSTR_polarity, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = 0 } },
        { MP_QSTR_phase, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = 0 } },
        { MP_QSTR_bits, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = 8 } },
        { MP_QSTR_firstbit, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = MSB_FIRST } },
        { MP_QSTR_sck, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_mosi, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_miso, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = NOT_GIVEN } },
    };
    mp_arg_val_t given[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all_kw_array(n_args, n_kw, args, MP_ARRAY_SIZE(allowed), allowed, given);

    mp_int_t id = given[ARG_id].u_int;
    if (id < 0 || id >= (mp_int_t)MP_ARRAY_SIZE(controllers)) {
        mp_raise_msg_varg(&mp_type_ValueError, MP_ERROR_TEXT("SPI(%d) doesn't exist"), (int)id);
    }
    machine_spi_obj_t *self = &controllers[id];
    check_order(given[ARG_firstbit].u_int);
    check_baudrate(given[ARG_baudrate].u_int);
    check_bits(given[ARG_bits].u_int);
    if (given[ARG_sck].u_obj != mp_const_none) {
        self->sck = pin_of_role(self, given[ARG_sck].u_obj, 2, MP_ERROR_TEXT("bad SCK pin"));
    }
    if (given[ARG_mosi].u_obj != mp_const_none) {
        self->mosi = pin_of_role(self, given[ARG_mosi].u_obj, 3, MP_ERROR_TEXT("bad MOSI pin"));
    }
    if (given[ARG_miso].u_obj == mp_const_none) {
        self->miso = NO_PIN;
    } else if (given[ARG_miso].u_obj != MP_OBJ_NEW_SMALL_INT(-1)) {
        self->miso = pin_of_role(self, given[ARG_miso].u_obj, 0, MP_ERROR_TEXT("bad MISO pin"));
    }

    if (n_args > 1 || n_kw > 0 || self->baudrate == 0) {
        self->polarity = given[ARG_polarity].u_int != 0;
        self->phase = given[ARG_phase].u_int != 0;
        self->bits = given[ARG_bits].u_int;
        spi_start(self->id);
        self->baudrate = spi_set_baudrate(self->id, given[ARG_baudrate].u_int);
        spi_set_format(self->id, self->bits, self->polarity, self->phase);
        gpio_set_function(self->sck, GPIO_FUNC_SPI);
        if (self->miso != NO_PIN) {
            gpio_set_function(self->miso, GPIO_FUNC_SPI);
        }
        gpio_set_function(self->mosi, GPIO_FUNC_SPI);
    }
    return MP_OBJ_FROM_PTR(self);
}

// init() changes only the given settings.
static void init(mp_obj_base_t *self_in, size_t n_args, const mp_obj_t *args, mp_map_t *kw_args) {
    enum { ARG_baudrate, ARG_polarity, ARG_phase, ARG_bits, ARG_firstbit };
    static const mp_arg_t allowed[] = {
        { MP_QSTR_baudrate, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = -1 } },
        { MP_QSTR_polarity, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = -1 } },
        { MP_QSTR_phase, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = -1 } },
        { MP_QSTR_bits, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = -1 } },
        { MP_QSTR_firstbit, MP_ARG_KW_ONLY | MP_ARG_INT, { .u_int = MSB_FIRST } },
    };
    machine_spi_obj_t *self = (machine_spi_obj_t *)self_in;
    mp_arg_val_t given[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, args, kw_args, MP_ARRAY_SIZE(allowed), allowed, given);
    check_order(given[ARG_firstbit].u_int);
    if (given[ARG_bits].u_int != -1) {
        check_bits(given[ARG_bits].u_int);
        self->bits = given[ARG_bits].u_int;
    }
    if (given[ARG_polarity].u_int != -1) {
        self->polarity = given[ARG_polarity].u_int != 0;
    }
    if (given[ARG_phase].u_int != -1) {
        self->phase = given[ARG_phase].u_int != 0;
    }
    if (given[ARG_baudrate].u_int != -1) {
        check_baudrate(given[ARG_baudrate].u_int);
        self->baudrate = spi_set_baudrate(self->id, given[ARG_baudrate].u_int);
    }
    spi_set_format(self->id, self->bits, self->polarity, self->phase);
}

static void transfer(mp_obj_base_t *self_in, size_t length, const uint8_t *sent, uint8_t *received) {
    spi_transfer(((machine_spi_obj_t *)self_in)->id, length, sent, received);
}

// The buffer protocol returns the data register.
static mp_int_t get_buffer(mp_obj_t self_in, mp_buffer_info_t *buffer, mp_uint_t flags) {
    const machine_spi_obj_t *self = MP_OBJ_TO_PTR(self_in);
    buffer->buf = (void *)spi_data_register(self->id);
    buffer->len = 4;
    buffer->typecode = 'I';
    return 0;
}

static const mp_machine_spi_p_t protocol = { .init = init, .transfer = transfer };

MP_DEFINE_CONST_OBJ_TYPE(
    machine_spi_type, MP_QSTR_SPI, MP_TYPE_FLAG_NONE,
    make_new, make_new,
    print, print,
    protocol, &protocol,
    buffer, get_buffer,
    locals_dict, &mp_machine_spi_locals_dict);
