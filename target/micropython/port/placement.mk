# Placement of code in RAM and flash.
#
# The linker script of the rp2 port intends to place these in RAM: py/gc.c, py/parse.c, py/vm.c, libgcc, libm, the mem*
# functions of the C library, and time-critical code. Constants, including the jump table of the VM, stay in flash. Its
# patterns for the first three do not match the object files of any build (MicroPython pull request 19370), so releases
# run them from flash. The image `ram` follows the intention; the image `flash` has only time-critical code in RAM.

LIBC := $(shell $(CC) $(CPU_FLAGS) -print-file-name=libc.a)
LIBM := $(shell $(CC) $(CPU_FLAGS) -print-file-name=libm.a)
LIBGCC := $(shell $(CC) $(CPU_FLAGS) -print-libgcc-file-name)
# Members of the C library are named lib_a-memcpy.o or, in newer releases, libc_a-memcpy.o.
MEM_MEMBERS := $(shell $(AR) t $(LIBC) | grep -E '^libc?_a-mem(chr|cmp|cpy|move|set)(-stub)?\.o$$')

# Functions that the Rust code calls. The linker removes code that these do not need.
ENTRIES = interpreter_start interpreter_stop script_execute \
	sample_compile sample_load sample_prepare sample_call sample_finish sample_readings

# The mem* objects are linked whole, so that they take precedence over other definitions. Build attributes are removed,
# because the Rust code has another floating-point calling convention; no call between the two passes a float.
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
