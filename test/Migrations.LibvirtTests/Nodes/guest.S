# A guest that never stops writing: every 10 ms it stamps 100 of the 4096 pages of a 16 MiB ring (39 MiB/s), so that
# a migration with less bandwidth than that never ends by itself. Once a second it sends a dot to its serial port.
#
# A multiboot kernel without ELF. guest.bin is built from it; as and ld are only needed to change it:
#   as --32 guest.S -o guest.o && ld -m elf_i386 -Ttext 0x100000 --oformat binary guest.o -o guest.bin

        .set    LOAD, 0x100000          # low half zero: the gate below relies on it
        .set    STACK, 0x180000
        .set    RING, 0x400000
        .set    RING_END, 0x1400000
        .set    PAGES_A_TICK, 100
        .set    TICKS_A_SECOND, 100

        .code32
        .globl  _start
header: .long   0x1badb002, 0x00010000, -(0x1badb002 + 0x00010000)
        .long   LOAD, LOAD, 0, STACK, _start

_start: cli
        movl    $STACK, %esp
        lgdt    gdt_register
        ljmp    $8, $flat
flat:   movl    $16, %eax
        movl    %eax, %ds
        movl    %eax, %ss
        lidt    idt_register

        movb    $0xfe, %al              # of all interrupts only the timer's, which the firmware left at vector 8
        outb    %al, $0x21
        movb    $0xff, %al
        outb    %al, $0xa1
        movb    $0x34, %al              # 1193182 Hz / 11932 = 100 Hz
        outb    %al, $0x43
        movb    $(11932 & 0xff), %al
        outb    %al, $0x40
        movb    $(11932 >> 8), %al
        outb    %al, $0x40

        movl    $RING, %edi             # edi: next page, ebx: stamp, ebp: ticks until the next dot
        movl    $1, %ebx
        movl    $TICKS_A_SECOND, %ebp

tick:   sti
        hlt
        cli
        movl    $PAGES_A_TICK, %ecx
page:   movl    %ebx, (%edi)
        addl    $4096, %edi
        cmpl    $RING_END, %edi
        jb      same
        movl    $RING, %edi
        incl    %ebx
same:   loop    page
        decl    %ebp
        jnz     tick
        movl    $TICKS_A_SECOND, %ebp
        movw    $0x3f8, %dx
        movb    $'.', %al
        outb    %al, %dx
        jmp     tick

timer:  pushl   %eax
        movb    $0x20, %al
        outb    %al, $0x20
        popl    %eax
        iret

        .balign 8
gdt:    .quad   0, 0x00cf9a000000ffff, 0x00cf92000000ffff
gdt_register:
        .word   23
        .long   gdt
        .balign 8
idt:    .fill   8, 8, 0
        .word   timer - header, 8, 0x8e00, LOAD >> 16
idt_register:
        .word   71
        .long   idt
