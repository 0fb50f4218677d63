# What lies in RAM and what in flash.
#
# The rp2 port's linker script means to place these in RAM: py/gc.c, py/parse.c, py/vm.c, libgcc,
# libm, the C library's mem* functions and what is marked time-critical. Constants, and with them the
# VM's jump table, stay in flash. Its patterns for the first three name object files as no build
# makes them (MicroPython pull request 19370), so releases run them from flash. The image `ram` is
# as the port means it; the image `flash` has in RAM only what is marked time-critical.

LIBC := $(shell $(CC) $(CPU_FLAGS) -print-file-name=libc.a)
LIBM := $(shell $(CC) $(CPU_FLAGS) -print-file-name=libm.a)
LIBGCC := $(shell $(CC) $(CPU_FLAGS) -print-libgcc-file-name)
# Members of the C library are named lib_a-memcpy.o or, in newer releases, libc_a-memcpy.o.
MEM_MEMBERS := $(shell $(AR) t $(LIBC) | grep -E '^libc?_a-mem(chr|cmp|cpy|move|set)(-stub)?\.o$$')

# What the Rust side calls. All else that nothing of this needs is left out.
ENTRIES = interpreter_start interpreter_stop script_execute \
	sample_compile sample_load sample_prepare sample_call sample_finish sample_readings

# The mem* functions are taken whole, so that they come before any other of these names. The
# result names no floating-point convention: the Rust side has another, and no call between the
# two passes a float.
define link_image
$(ECHO) "LINK $@"
$(Q)$(LD) -r --gc-sections $(addprefix -u ,$(ENTRIES)) -T $< -o $@.linked \
	$(OBJ) $(addprefix $(BUILD)/mem/,$(MEM_MEMBERS)) --start-group $(LIBM) $(LIBC) $(LIBGCC) --end-group
$(Q)$(OBJCOPY) --remove-section=.ARM.attributes --remove-section='.ARM.ex*' $@.linked $@
$(Q)$(RM) $@.linked
endef

all: $(BUILD)/micropython-ram.o $(BUILD)/micropython-flash.o

$(BUILD)/micropython-%.o: %.ld $(OBJ) $(BUILD)/mem/extracted placement.mk
	$(link_image)

$(BUILD)/mem/extracted: placement.mk
	$(Q)$(MKDIR) -p $(dir $@)
	$(Q)cd $(dir $@) && $(AR) x $(LIBC) $(MEM_MEMBERS)
	$(Q)$(TOUCH) $@
