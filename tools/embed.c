/* tools/embed FILE NAME HEADER: writes a file as C bytes, NAME[] and NAME_size, declared in HEADER.
 */
#include <stdio.h>

int
main(int argc, char **argv)
{
        size_t n = 0;
        FILE *f;
        int c;

        if (argc != 4 || !(f = fopen(argv[1], "rb"))) {
                (void)fputs("usage: embed FILE NAME HEADER\n", stderr);
                return 1;
        }
        (void)printf(
            "/* Written by tools/embed. */\n#include \"%s\"\n\nconst unsigned char %s[] = {",
            argv[3], argv[2]);
        for (; (c = fgetc(f)) != EOF; n++)
                (void)printf("%s%d", n ? "," : "", c);
        (void)printf(",0};\nconst size_t %s_size = %zu;\n", argv[2], n);
        return ferror(f) || fclose(f) ? 1 : 0;
}
