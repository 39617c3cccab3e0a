// Sends every datagram back as an answer: no name server can be faster with one call for each. For Scripts/benchmark names.
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int count, char **arguments) {
    unsigned char bytes[2048];
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int endpoint = socket(AF_INET, SOCK_DGRAM, 0);
    if (count != 2) return 64;
    name.sin_port = htons((unsigned short)atoi(arguments[1]));
    if (bind(endpoint, (struct sockaddr *)&name, sizeof name) != 0) return 1;
    for (;;) {
        struct sockaddr_in peer;
        socklen_t size = sizeof peer;
        ssize_t length = recvfrom(endpoint, bytes, sizeof bytes, 0, (struct sockaddr *)&peer, &size);
        if (length < 12) continue;
        bytes[2] |= 0x80;
        sendto(endpoint, bytes, (size_t)length, 0, (struct sockaddr *)&peer, size);
    }
}
